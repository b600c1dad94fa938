import { type Location, NAME_STEP, type Skip, TARGET_STEP } from '../types.ts';
import { clipped, visible } from './sanitize.ts';

/** Longest path that is written out; the operating systems' own limit is about this. In code points. */
const PATH_LIMIT = 4096;
const STEP_LIMIT = 160;
const CHAIN_STEPS = 24;

/** Steps that are no text of the file. */
const NAME_WORDS: Readonly<Record<string, string>> = { [NAME_STEP]: 'its name', [TARGET_STEP]: 'the name it links to' };

/** A path, safe to show. */
export function shownPath(path: string): string {
  return clipped(visible(path), PATH_LIMIT);
}

/** A view's steps, safe to show, outermost first: `zip:a.json > base64`; empty for a file itself. */
export function shownView(view: readonly string[]): string {
  const steps = view.slice(0, CHAIN_STEPS).map((step) => NAME_WORDS[step] ?? clipped(visible(step), STEP_LIMIT));
  return [...steps, ...(view.length > CHAIN_STEPS ? [`… ${view.length - CHAIN_STEPS} more`] : [])].join(' > ');
}

/** Where in a file a value stands, as far as its view and its field tell: `zip:a.json > argv[4], value of --password`. */
export function shownInside({ view, field, option }: Pick<Location, 'view' | 'field' | 'option'>): string {
  const named = field === undefined ? [] : [clipped(visible(field), STEP_LIMIT)];
  const value = option === undefined ? '' : `, value of ${clipped(visible(option), STEP_LIMIT)}`;
  const steps = view.length === 0 ? [] : [shownView(view)];
  return `${[...steps, ...named].join(' > ')}${value}`;
}

/** `path:line:column`, which terminals and editors open on a click. */
export function shownPlace(location: Location): string {
  return `${shownPath(location.path)}:${location.startLine}:${location.startColumn}`;
}

/** A part that was not read: `trace.zip > zip:a`. */
export function shownPart(skip: Pick<Skip, 'path' | 'view'>): string {
  return [shownPath(skip.path), ...(skip.view.length > 0 ? [shownView(skip.view)] : [])].join(' > ');
}

/** A detail of a skip, safe to show and not longer than a paragraph. */
export function shownDetail(detail: string): string {
  return clipped(visible(detail), 300);
}

/**
 * A URI reference for a path (RFC 3986): each segment percent-encoded; `<stdin>` and a drive letter become plain segments;
 * an absolute path becomes a `file:` URI, because SARIF readers resolve everything else against the checkout.
 */
export function uriOf(path: string): string {
  const relative = path.replace(/^(?:\.\/+)+/, '') || '.';
  const encoded = relative
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\uFFFD')))
    .join('/');
  if (/^[A-Za-z]:\//.test(relative)) return `file:///${encoded}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}
