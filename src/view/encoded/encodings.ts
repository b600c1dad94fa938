import type { Span } from '../../types.ts';
import { armourViews } from '../armour/armour.ts';
import { C_ESCAPES, cEscapeViews, jsonEscapeViews } from './backslash.ts';
import { base32Views } from './base32.ts';
import { base64Views } from './base64.ts';
import { byteListViews } from './byte-list.ts';
import type { Budget } from '../budget.ts';
import { documentViews } from '../document/documents.ts';
import { cssEscapeViews } from './css-escape.ts';
import { drawioViews } from '../document/drawio.ts';
import { tellCutStrings } from '../document/strace.ts';
import { NO_VIEWS, ViewContext, type DecodedView, type Finder, type OnOpen, type OnSkip } from '../decoded-view.ts';
import { entityViews } from './entity.ts';
import { findRuns } from './find-runs.ts';
import { gathered } from '../gathered-views.ts';
import { hexPairViews } from './hex-pairs.ts';
import { hexRecordViews } from './hex-records.ts';
import { hexViews } from './hex.ts';
import { joinedViews } from '../joined/joined-views.ts';
import { layoutOf, type Layout } from '../layout.ts';
import { percentViews } from './percent.ts';
import type { Reach } from '../reach.ts';
import { redisDumpViews } from '../redis/dump-views.ts';
import { stringViews } from '../strings/strings.ts';
import { spreadViews } from './spread.ts';
import { stridedViews } from './rows.ts';
import { underscoreViews } from './underscore.ts';
import { wideViews } from './wide.ts';

export type { DecodedView, OnSkip } from '../decoded-view.ts';

/** Every family of encodings, in the order in which their views are given. */
const FINDERS: readonly Finder[] = [
  base64Views,
  hexViews,
  hexPairViews,
  byteListViews,
  stridedViews,
  spreadViews,
  base32Views,
  armourViews,
  percentViews,
  jsonEscapeViews,
  cEscapeViews,
  cssEscapeViews,
  entityViews,
  underscoreViews,
  hexRecordViews,
  redisDumpViews,
  wideViews,
  documentViews,
  drawioViews,
];

/** Kinds of views that may be data; all others are made of text. */
const DATA: ReadonlySet<string> = new Set([
  'base64',
  'latin1',
  'hex',
  'byte-list',
  'hexdump',
  'hex-records',
  'base32',
  'ascii85',
  'git-binary',
  'uuencode',
  'yenc',
]);

/** Whether a view is data, or was encoded as data is: if cut, it may not be readable at all. */
export function isData({ kind, container }: DecodedView): boolean {
  return container || kind === 'base64url' || DATA.has(kind);
}

/** Whether bytes are original text or data, and not a rewritten text. */
function isWritten(inside: string | undefined): boolean {
  return inside === undefined || DATA.has(inside);
}

/** Finders that may give thousands of short views of one text. */
const ESCAPES: ReadonlySet<Finder> = new Set([
  percentViews,
  jsonEscapeViews,
  cEscapeViews,
  cssEscapeViews,
  entityViews,
  underscoreViews,
]);

/** The strings in binary data; cut ones are reported only where they were written. */
function stringsIn(
  bytes: Buffer,
  range: Span,
  context: ViewContext,
  inside: string | undefined,
): Iterable<DecodedView> {
  if (range.start === 0 && isWritten(inside)) tellCutStrings(bytes, context);
  // Languages print binary data with C escapes.
  return isWritten(inside) || inside === C_ESCAPES.kind ? stringViews(bytes, range, context) : NO_VIEWS;
}

/** Budget, callbacks and context of a search for views. */
export interface ViewOptions {
  /** The root file's budget, charged with the bytes of every view. */
  readonly budget: Budget;
  /** Called once, when the budget is used up; no view is given after that. */
  readonly onSkip: OnSkip;
  /** Called with encoded bytes at the end of the text that gave no view but may continue. */
  readonly onOpen?: OnOpen | undefined;
  /** Kind of the view that the bytes are; absent for an original text. */
  readonly inside?: string | undefined;
  /** The layout that the beginning of the text shows; determined from `bytes` if omitted. */
  readonly layout?: Layout | undefined;
  /** Records how far the views reach. */
  readonly reach?: Reach | undefined;
  /** Whether several views of escapes may be given as one text. @default false */
  readonly gather?: boolean;
  /** Whether a view of the given bytes is needed at all; called when views are gathered. */
  readonly isWanted?: ((outer: Span) => boolean) | undefined;
}

/**
 * Gives what is encoded in `bytes`, decoded by one level, then values that are cut, joined. Only regions that start inside `range` are
 * given; they may extend past its end into the look-ahead. Never throws, whatever the bytes are.
 *
 * @example for (const view of decodedViews(bytes, { start: 0, end: bytes.length }, { budget, onSkip })) scan(view.bytes);
 */
export function* decodedViews(bytes: Buffer, range: Span, options: ViewOptions): Generator<DecodedView> {
  const { budget, inside } = options;
  const reach = inside === undefined ? options.reach : options.reach?.inner;
  const context = new ViewContext(budget, options, findRuns(bytes), options.layout ?? layoutOf(bytes), reach);
  for (const finder of FINDERS) {
    const views = finder(bytes, range, context);
    if (views === NO_VIEWS) continue;
    if (options.gather === true && ESCAPES.has(finder)) yield* gathered(views, options.isWanted);
    else yield* views;
    if (context.stopped) return;
  }
  const strings = stringsIn(bytes, range, context, inside);
  if (strings !== NO_VIEWS) yield* strings;
  yield* joinedViews(bytes, range, context, inside);
}
