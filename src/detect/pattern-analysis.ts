import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { isAmbiguous } from './ambiguity.ts';
import { keywordPlaces } from './keyword-places.ts';
import type { KeywordPlace } from './rule.ts';

/** What the engine must know of a pattern to try it only near its keywords. */
export interface PatternFacts {
  readonly maxLength: number;
  readonly lookBehind: number;
  readonly lookAhead: number;
  readonly places: readonly KeywordPlace[];
  /** Number of literal characters with which the secret always begins. */
  readonly prefixLength: number;
}

const PARSER = new RegExpParser({ ecmaVersion: 2024 });
/** Longest match of a rule, in characters; longer values need a matcher implemented in code. */
const MAX_MATCH = 2048;
/** Maximum number of literal texts to which one part of a pattern is expanded. */
const MAX_SPELLINGS = 600;

type Range = { readonly min: number; readonly max: number };

/**
 * Reads a pattern and proves that it is bounded and that each of its matches contains a keyword at a bounded offset.
 *
 * @throws {SyntaxError} for a pattern that is malformed, unbounded, too long, ambiguous, or has a back-reference
 * @throws {RangeError} if some match would contain no keyword
 */
export function analysePattern(pattern: string, flags: string, keywords: readonly string[]): PatternFacts {
  const tree = PARSER.parsePattern(pattern);
  const length = lengthOf(tree);
  if (length.max > MAX_MATCH) throw new SyntaxError(`longest match is ${length.max} characters, over ${MAX_MATCH}`);
  const lower = keywords.map((keyword) => keyword.toLowerCase());
  const offsets = findKeyword(tree, lower);
  if (offsets === undefined) throw new RangeError('not every match holds one of the keywords');
  if (flags !== '' && flags !== 'i') throw new SyntaxError("flags other than 'i' are not supported");
  if (isAmbiguous(tree, flags))
    throw new SyntaxError('a repetition inside a repetition can read one text in many ways');
  return {
    maxLength: length.max,
    ...lookarounds(tree),
    places: keywordPlaces(tree, flags, lower, offsets.of),
    prefixLength: secretPrefix(tree),
  };
}

function lengthOf(node: AST.Pattern | AST.Group | AST.CapturingGroup): Range {
  const ranges = node.alternatives.map((alternative) => sequenceLength(alternative.elements));
  return { min: Math.min(...ranges.map((r) => r.min)), max: Math.max(...ranges.map((r) => r.max)) };
}

function sequenceLength(elements: readonly AST.Element[]): Range {
  let min = 0;
  let max = 0;
  for (const element of elements) {
    const range = elementLength(element);
    min += range.min;
    max += range.max;
  }
  return { min, max };
}

function elementLength(element: AST.Element): Range {
  switch (element.type) {
    case 'Assertion':
      return { min: 0, max: 0 };
    case 'Quantifier': {
      if (!Number.isFinite(element.max))
        throw new SyntaxError(`unbounded quantifier at character ${element.start + 1}`);
      const inner = elementLength(element.element);
      return { min: inner.min * element.min, max: inner.max * element.max };
    }
    case 'Group':
    case 'CapturingGroup':
      return lengthOf(element);
    case 'Backreference':
      throw new SyntaxError('back-references are not supported');
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return { min: 1, max: 1 };
  }
}

/** Every finite text that the element can match, or undefined if there are too many. */
function spellings(element: AST.Element): readonly string[] | undefined {
  switch (element.type) {
    case 'Assertion':
      return [''];
    case 'Character':
      return [String.fromCodePoint(element.value).toLowerCase()];
    case 'CharacterClass':
      return classSpellings(element);
    case 'Quantifier':
      return element.max <= 2 ? repeat(spellings(element.element), element.min, element.max) : undefined;
    case 'Group':
    case 'CapturingGroup':
      return union(element.alternatives.map((alternative) => sequenceSpellings(alternative.elements)));
    case 'Backreference':
    case 'CharacterSet':
    case 'ExpressionCharacterClass':
      return undefined;
  }
}

function classSpellings(element: AST.CharacterClass): readonly string[] | undefined {
  if (element.negate) return undefined;
  const texts = new Set<string>();
  for (const member of element.elements) {
    if (member.type === 'Character') texts.add(String.fromCodePoint(member.value).toLowerCase());
    else if (member.type === 'CharacterClassRange' && member.max.value - member.min.value < 16) {
      for (let code = member.min.value; code <= member.max.value; code++)
        texts.add(String.fromCodePoint(code).toLowerCase());
    } else return undefined;
  }
  return [...texts];
}

function repeat(texts: readonly string[] | undefined, min: number, max: number): readonly string[] | undefined {
  if (texts === undefined) return undefined;
  const all: (readonly string[] | undefined)[] = [];
  for (let count = min; count <= max; count++) {
    let joined: readonly string[] | undefined = [''];
    for (let i = 0; i < count; i++) joined = join(joined, texts);
    all.push(joined);
  }
  return union(all);
}

function join(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): readonly string[] | undefined {
  if (left === undefined || right === undefined || left.length * right.length > MAX_SPELLINGS) return undefined;
  return left.flatMap((a) => right.map((b) => a + b));
}

function union(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const texts = new Set<string>();
  for (const list of lists) {
    if (list === undefined) return undefined;
    for (const text of list) texts.add(text);
  }
  return texts.size > MAX_SPELLINGS ? undefined : [...texts];
}

function sequenceSpellings(elements: readonly AST.Element[]): readonly string[] | undefined {
  let texts: readonly string[] | undefined = [''];
  for (const element of elements) texts = join(texts, spellings(element));
  return texts;
}

/** Offsets from the start of a node: of each keyword of which every match contains one, and their overall range. */
interface Offsets {
  readonly all: Range;
  readonly of: ReadonlyMap<string, Range>;
}

function together(parts: readonly Offsets[]): Offsets {
  const of = new Map<string, Range>();
  for (const part of parts) for (const [keyword, range] of part.of) of.set(keyword, wider(of.get(keyword), range));
  return { all: parts.map(({ all }) => all).reduce((a, b) => wider(a, b)), of };
}

function wider(a: Range | undefined, b: Range): Range {
  return a === undefined ? b : { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

function moved({ all, of }: Offsets, by: Range): Offsets {
  const move = ({ min, max }: Range): Range => ({ min: min + by.min, max: max + by.max });
  return { all: move(all), of: new Map([...of].map(([keyword, range]) => [keyword, move(range)])) };
}

/** Where one of the keywords begins in every match; undefined if some match has none. */
function findKeyword(
  node: AST.Pattern | AST.Group | AST.CapturingGroup,
  keywords: readonly string[],
): Offsets | undefined {
  const found: Offsets[] = [];
  for (const alternative of node.alternatives) {
    const offsets = findInSequence(alternative.elements, keywords);
    if (offsets === undefined) return undefined;
    found.push(offsets);
  }
  return together(found);
}

function findInSequence(elements: readonly AST.Element[], keywords: readonly string[]): Offsets | undefined {
  let before: Range = { min: 0, max: 0 };
  let best: Offsets | undefined;
  for (let first = 0; first < elements.length; first++) {
    const element = elements[first];
    if (element === undefined) break;
    const offsets = findInRun(elements.slice(first), keywords) ?? findInside(element, keywords);
    if (offsets) best = narrower(best, moved(offsets, before));
    // No other keyword can have a more certain position.
    if (best !== undefined && best.all.min === best.all.max) return best;
    const length = elementLength(element);
    before = { min: before.min + length.min, max: before.max + length.max };
  }
  return best;
}

function narrower(a: Offsets | undefined, b: Offsets): Offsets {
  return a !== undefined && a.all.max - a.all.min <= b.all.max - b.all.min ? a : b;
}

/** A keyword in each of the texts to which the first elements of a sequence expand. */
function findInRun(elements: readonly AST.Element[], keywords: readonly string[]): Offsets | undefined {
  let texts: readonly string[] | undefined = [''];
  for (const element of elements) {
    texts = join(texts, spellings(element));
    if (texts === undefined) return undefined;
    const found = texts.map((text) => firstKeyword(text, keywords));
    if (found.every((one) => one !== undefined)) return together(found);
  }
  return undefined;
}

/** The first keyword in a text; if several begin there, the longest. */
function firstKeyword(text: string, keywords: readonly string[]): Offsets | undefined {
  let first = -1;
  let best = '';
  for (const keyword of keywords) {
    const at = text.indexOf(keyword);
    if (at < 0 || (first >= 0 && (at > first || (at === first && keyword.length <= best.length)))) continue;
    first = at;
    best = keyword;
  }
  const all = { min: first, max: first };
  return first < 0 ? undefined : { all, of: new Map([[best, all]]) };
}

function findInside(element: AST.Element, keywords: readonly string[]): Offsets | undefined {
  if (element.type === 'Group' || element.type === 'CapturingGroup') return findKeyword(element, keywords);
  if (element.type === 'Quantifier' && element.min > 0) return findInside(element.element, keywords);
  return undefined;
}

/** How far assertions look outside the match; each is treated as if it were at the match's edge. */
function lookarounds(tree: AST.Pattern): { lookBehind: number; lookAhead: number } {
  let lookBehind = 0;
  let lookAhead = 0;
  visitAssertions(tree, (assertion) => {
    if (assertion.kind === 'lookbehind') lookBehind = Math.max(lookBehind, lengthOfAssertion(assertion));
    else if (assertion.kind === 'lookahead') lookAhead = Math.max(lookAhead, lengthOfAssertion(assertion));
    else {
      lookBehind = Math.max(lookBehind, 1);
      lookAhead = Math.max(lookAhead, 1);
    }
  });
  return { lookBehind, lookAhead };
}

function lengthOfAssertion(assertion: AST.LookaroundAssertion): number {
  return Math.max(...assertion.alternatives.map((alternative) => sequenceLength(alternative.elements).max));
}

function visitAssertions(node: AST.Pattern | AST.Element, visit: (assertion: AST.Assertion) => void): void {
  if (node.type === 'Assertion') {
    visit(node);
    if (node.kind !== 'lookahead' && node.kind !== 'lookbehind') return;
  }
  if (node.type === 'Quantifier') return visitAssertions(node.element, visit);
  if (!('alternatives' in node)) return;
  for (const alternative of node.alternatives)
    for (const element of alternative.elements) visitAssertions(element, visit);
}

/** Length of the literal text with which the group `secret` (or the whole pattern) begins. */
function secretPrefix(tree: AST.Pattern): number {
  const group = findGroup(tree, 'secret') ?? tree;
  const prefixes = group.alternatives.map((alternative) => literalPrefix(alternative.elements));
  return Math.min(...prefixes);
}

function literalPrefix(elements: readonly AST.Element[]): number {
  let length = 0;
  for (const element of elements) {
    if (element.type === 'Assertion') continue;
    if (element.type === 'Character') length++;
    else if (element.type === 'Group' || element.type === 'CapturingGroup') {
      // A class would make random characters of the value part of the public prefix.
      const texts = element.raw.includes('[') ? undefined : spellings(element);
      if (texts === undefined) return length + Math.min(...element.alternatives.map((a) => literalPrefix(a.elements)));
      length += Math.min(...texts.map((text) => text.length));
    } else return length;
  }
  return length;
}

function findGroup(node: AST.Pattern | AST.Element, name: string): AST.CapturingGroup | undefined {
  if (node.type === 'CapturingGroup' && node.name === name) return node;
  if (node.type === 'Quantifier') return findGroup(node.element, name);
  if (!('alternatives' in node)) return undefined;
  for (const alternative of node.alternatives)
    for (const element of alternative.elements) {
      const found = findGroup(element, name);
      if (found) return found;
    }
  return undefined;
}
