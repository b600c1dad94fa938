import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

const [DOLLAR, HASH] = [0x24, 0x23] as const;
/** A lone string in the braces of a template, and everything up to the closing brace. */
const LITERAL = /^\{(?<quote>["'])[^"'\\\r\n{}]{1,200}\k<quote>\}/;
const MOST_LITERAL = 204;

function* literalSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  for (const at of places) {
    const literal = LITERAL.exec(bytes.toString('latin1', at, at + MOST_LITERAL));
    if (literal === null) continue;
    const isSigned = bytes[at - 1] === DOLLAR || bytes[at - 1] === HASH;
    const end = at + literal[0].length;
    yield { start: isSigned ? at - 1 : at, end: at + 2, trust: 'sure' };
    yield { start: end - 2, end, trust: 'sure' };
  }
}

/** Template placeholders that contain only a string: `${"x"}`, `#{'x'}`, `{'x'}`. */
export const literalViews: Family = ({ bytes, context }, { literals }) =>
  seamViews('concat', literalSeams(bytes, literals), bytes, context);
