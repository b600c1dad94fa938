import type { AST } from '@eslint-community/regexpp';
import { AutomatonBuilder } from './automaton.ts';

type Body = AST.Pattern | AST.Group | AST.CapturingGroup;

const WORD = /\w/;
const IS_WORD = Uint8Array.from({ length: 256 }, (_, byte) => Number(WORD.test(String.fromCharCode(byte))));

/** The bytes that the assertions at the start of a match allow before it, if the match begins with `keyword`. */
export function beforeMatch(tree: AST.Pattern, flags: string, keyword: string): Uint8Array {
  return ofBody(tree, flags, keyword);
}

function ofBody(body: Body, flags: string, keyword: string): Uint8Array {
  const bytes = new Uint8Array(256);
  for (const { elements } of body.alternatives) {
    const allowed = ofSequence(elements, flags, keyword);
    for (let byte = 0; byte < 256; byte++) bytes[byte] = (bytes[byte] ?? 0) | (allowed[byte] ?? 0);
  }
  return bytes;
}

function ofSequence(elements: readonly AST.Element[], flags: string, keyword: string): Uint8Array {
  const bytes = new Uint8Array(256).fill(1);
  const restrict = (allowed: Readonly<Uint8Array>): void => {
    for (let byte = 0; byte < 256; byte++) bytes[byte] = (bytes[byte] ?? 0) & (allowed[byte] ?? 0);
  };
  for (const element of elements) {
    if (element.type === 'Assertion') restrict(ofAssertion(element, flags, keyword));
    else {
      const inner = element.type === 'Quantifier' && element.min > 0 ? element.element : element;
      if (inner.type === 'Group' || inner.type === 'CapturingGroup') restrict(ofBody(inner, flags, keyword));
      break;
    }
  }
  return bytes;
}

function ofAssertion(assertion: AST.Assertion, flags: string, keyword: string): Uint8Array {
  const all = new Uint8Array(256).fill(1);
  if (assertion.kind === 'word') {
    const wanted = Number(WORD.test(keyword.charAt(0)) === assertion.negate);
    return IS_WORD.map((bit) => Number(bit === wanted));
  }
  if (assertion.kind !== 'lookbehind') return all;
  const builder = new AutomatonBuilder(flags, 1);
  if (!assertion.negate) {
    const { last, empty } = builder.body(assertion);
    return empty ? all : all.map((_, byte) => Number(last.some((state) => state.bytes[byte] === 1)));
  }
  const single = assertion.alternatives.flatMap(({ elements }) => (elements.length === 1 ? elements : []));
  const refused = single
    .filter(({ type }) => type.startsWith('Character'))
    .flatMap((element) => builder.element(element).first);
  return all.map((_, byte) => Number(!refused.some((state) => state.bytes[byte] === 1)));
}
