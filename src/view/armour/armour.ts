import type { Span } from '../../types.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { Needle } from '../needle.ts';
import { isContainer } from '../encoded/worth.ts';
import { ascii85 } from './ascii85.ts';
import { gitBinary, uuencode, yenc } from './marked-data.ts';

/** A part of a text that encodes data, as it was read. */
export interface Armoured {
  readonly span: Span;
  readonly bytes: Buffer;
  /** Whether the bytes end before the part does; nothing can be said about it then. */
  readonly isOpen?: boolean;
  /** Why it is incomplete, if it is. */
  readonly cut?: string;
  /** Maps decoded bytes to their source; the whole part if omitted. */
  readonly toOuter?: (span: Span) => Span;
}

/** A format that writes data as text between marks. */
export interface Armour {
  readonly kind: string;
  /** The start of the part. */
  readonly needle: Needle;
  /** The same without the preceding line break, for the beginning of a text. */
  readonly start?: string;
  /** Reads the parts that begin at an occurrence of the needle. */
  read(bytes: Buffer, at: number): Iterable<Armoured>;
}

const ARMOURS: readonly Armour[] = [
  { kind: 'git-binary', needle: new Needle('GIT binary patch'), read: gitBinary },
  { kind: 'uuencode', needle: new Needle('\nbegin '), start: 'begin ', read: uuencode },
  { kind: 'yenc', needle: new Needle('=ybegin '), read: yenc },
  ascii85,
];

function placeFrom({ needle, start }: Armour, bytes: Buffer, from: number): number {
  const isFirst = from === 0 && start !== undefined && bytes.toString('latin1', 0, start.length) === start;
  return isFirst ? 0 : needle.indexIn(bytes, from);
}

/** An armour, and the first place where it may begin. */
interface Met {
  readonly armour: Armour;
  readonly first: number;
}

function* viewsOf({ armour, first }: Met, bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  const { kind, needle } = armour;
  for (let at = first; at >= 0 && at < range.end;) {
    let next = at + 1;
    for (const { span, bytes: decoded, isOpen, cut, toOuter = () => span } of armour.read(bytes, at)) {
      next = Math.max(next, span.end);
      context.reach?.isOne(span);
      if (isOpen === true) context.open(span);
      if (cut !== undefined) context.lose('truncated', cut, span);
      if (decoded.length === 0) continue;
      if (!context.pay(decoded.length, kind, span)) return;
      yield { kind, bytes: decoded, container: isContainer(decoded), toOuter };
    }
    at = needle.indexIn(bytes, next);
  }
}

function* allViews(met: readonly Met[], bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  for (const one of met) if (!context.stopped) yield* viewsOf(one, bytes, range, context);
}

/**
 * Finds data written as text between marks: Git binary patches, uuencode, yEnc, ASCII85. A text without such marks costs one search for
 * each.
 */
export const armourViews: Finder = (bytes, range, context) => {
  const met: Met[] = [];
  for (const armour of ARMOURS) {
    const first = placeFrom(armour, bytes, range.start);
    if (first >= 0) met.push({ armour, first });
  }
  return met.length === 0 ? NO_VIEWS : allViews(met, bytes, range, context);
};
