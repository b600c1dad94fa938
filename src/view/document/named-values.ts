import type { Span } from '../../types.ts';
import { isCredentialHeading } from '../columns/headings.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { Joiner } from '../joined/joiner.ts';

/** A name and the value that a format keeps apart from it. */
export type NamedValue = readonly [name: Span, value: Span];

const [OPEN, CLOSE] = [Buffer.from(' = "'), Buffer.from('"\n')];
const [LEAST_VALUE, MOST_VALUE] = [6, 4096] as const;
/** Longer than any name of a credential. */
const MOST_NAME = 64;
/** A view is given once it is this long. */
const ENOUGH = 256 * 1024;

/** The name, where it calls its value a credential. */
export function credentialName(bytes: Buffer, { start, end }: Span): string | undefined {
  const name = end - start < MOST_NAME ? bytes.toString('latin1', start, end) : '';
  return isCredentialHeading(name) ? name : undefined;
}

function write(joiner: Joiner, name: Span, value: Span): void {
  joiner.piece(name);
  joiner.put(OPEN, { start: value.start, end: value.start });
  joiner.joint('sure');
  joiner.piece(value);
  joiner.put(CLOSE, { start: value.end, end: value.end });
  joiner.break();
}

/** Values beside the names of credentials that lead to them; other pairs are left out, and what was told already. */
export function* namedValueViews(
  kind: string,
  bytes: Buffer,
  pairs: Iterable<NamedValue>,
  context: ViewContext,
): Generator<DecodedView> {
  const told = new Set<string>();
  let joiner = new Joiner(bytes);
  for (const [name, value] of pairs) {
    const length = value.end - value.start;
    const called = length < LEAST_VALUE || length > MOST_VALUE ? undefined : credentialName(bytes, name);
    const key = `${called ?? ''} ${value.start}`;
    if (called === undefined || told.has(key)) continue;
    if (!context.pay(length + MOST_NAME, kind, value)) return;
    told.add(key);
    write(joiner, name, value);
    if (joiner.length < ENOUGH) continue;
    yield joiner.view(kind);
    joiner = new Joiner(bytes);
  }
  if (joiner.length > 0) yield joiner.view(kind);
}
