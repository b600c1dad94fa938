import { linePattern } from '../line-pattern.ts';

/** A work item as a document declares it. */
export interface DeclaredItem {
  readonly id: string;
  /** Without a full stop; undefined if the section has no status line. */
  readonly status: string | undefined;
  readonly path: string;
  /** Line of the heading, counted from 1. */
  readonly line: number;
  readonly statusLine: number | undefined;
}

/** What a document declares and mentions. */
export interface DeclaredItems {
  readonly items: readonly DeclaredItem[];
  /** Ids of the same form that occur anywhere in it, each with the line of its first occurrence. */
  readonly mentioned: ReadonlyMap<string, number>;
}

/** Reads work items: a heading with an id, then the first status line before the next heading with one. */
export function declaredItems(
  text: string,
  path: string,
  patterns: { heading: string; status: string },
): DeclaredItems {
  const [idOf, statusOf] = [linePattern(patterns.heading, 'id'), linePattern(patterns.status, 'status')];
  if (typeof idOf === 'string' || typeof statusOf === 'string') return { items: [], mentioned: new Map() };
  const items: DeclaredItem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const id = idOf(line);
    if (id !== undefined) items.push({ id, status: undefined, path, line: index + 1, statusLine: undefined });
    const open = items.at(-1);
    if (id !== undefined || open === undefined || open.status !== undefined) continue;
    const status = statusOf(line)?.trim().replace(/\.$/, '');
    if (status !== undefined) items[items.length - 1] = { ...open, status, statusLine: index + 1 };
  }
  return { items, mentioned: mentionedIds(text, items) };
}

/** Ids with the same words before their number as a declared one: `CTO-WORK-` of CTO-WORK-024. */
function mentionedIds(text: string, items: readonly DeclaredItem[]): Map<string, number> {
  const prefixes = new Set(items.map(({ id }) => id.replace(/\d+$/, '')));
  const found = new Map<string, number>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    for (const [id] of line.matchAll(/\b[A-Z][A-Z0-9-]{0,60}-\d{1,9}\b/g)) {
      if (prefixes.has(id.replace(/\d+$/, '')) && !found.has(id)) found.set(id, index + 1);
    }
  }
  return found;
}

/** Well-known words that a status begins with. */
const STATUS_WORDS = [
  'accepted',
  'active',
  'approved',
  'blocked',
  'cancelled',
  'canceled',
  'closed',
  'complete',
  'completed',
  'deferred',
  'done',
  'draft',
  'in',
  'new',
  'open',
  'paused',
  'planned',
  'proposed',
  'ready',
  'rejected',
  'resolved',
  'review',
  'started',
  'superseded',
  'todo',
  'unblocked',
  'validated',
  'waiting',
];

/** The first word of a status, in lower case. */
function firstWord(status: string): string {
  return /^[\p{L}\p{N}_-]+/u.exec(status.trim().toLowerCase())?.[0] ?? '';
}

/** Whether a status begins with one of the words. */
export function beginsWith(status: string, words: readonly string[]): boolean {
  const text = status.trim().toLowerCase();
  return words.some(
    (word) =>
      text === word.toLowerCase() ||
      text.startsWith(`${word.toLowerCase()} `) ||
      firstWord(text) === word.toLowerCase(),
  );
}

/** Whether a status begins with a well-known word or one of the packet's. */
export function isKnownStatus(status: string, own: readonly string[]): boolean {
  return beginsWith(status, [...STATUS_WORDS, ...own]);
}
