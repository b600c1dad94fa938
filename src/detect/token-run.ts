import type { AST } from '@eslint-community/regexpp';

/** A stretch of token characters that every match of a pattern holds. */
export interface TokenRun {
  /** Fewest characters of the stretch. */
  readonly least: number;
  /** Where it begins, counted from the start of the match. */
  readonly from: number;
  readonly to: number;
}

/** What a part of a pattern says: how long it is, and the token characters in it. */
interface Part {
  readonly min: number;
  readonly max: number;
  /** Whether it matches nothing but token characters. */
  readonly pure: boolean;
  /** The best stretch inside a part that is not pure. */
  readonly run?: TokenRun;
}

type Body = AST.Pattern | AST.Group | AST.CapturingGroup;

/** Whether a character is one that tokens consist of: letters, digits, `_`, `-`. */
export function isTokenCharacter(code: number): boolean {
  const letter = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x7a) || code === 0x5f || code === 0x2d;
}

function isTokenRange(min: number, max: number): boolean {
  for (let code = min; code <= max; code++) if (!isTokenCharacter(code)) return false;
  return true;
}

function isTokenClass(node: AST.CharacterClass): boolean {
  if (node.negate) return false;
  return node.elements.every((member) => {
    if (member.type === 'Character') return isTokenCharacter(member.value);
    if (member.type === 'CharacterClassRange') return isTokenRange(member.min.value, member.max.value);
    return member.type === 'CharacterSet' && isTokenSet(member);
  });
}

function isTokenSet(node: AST.CharacterSet): boolean {
  return (node.kind === 'digit' || node.kind === 'word') && !node.negate;
}

function partOf(element: AST.Element): Part {
  switch (element.type) {
    case 'Assertion':
      return { min: 0, max: 0, pure: true };
    case 'Character':
      return { min: 1, max: 1, pure: isTokenCharacter(element.value) };
    case 'CharacterSet':
      return { min: 1, max: 1, pure: isTokenSet(element) };
    case 'CharacterClass':
      return { min: 1, max: 1, pure: isTokenClass(element) };
    case 'Group':
    case 'CapturingGroup':
      return bodyPart(element);
    case 'Quantifier':
      return repeated(element);
    case 'Backreference':
    case 'ExpressionCharacterClass':
      return { min: 0, max: Infinity, pure: false };
  }
}

function repeated(element: AST.Quantifier): Part {
  const inner = partOf(element.element);
  const lengths = { min: inner.min * element.min, max: inner.max * element.max };
  if (inner.pure) return { ...lengths, pure: true };
  // The first of the repetitions holds what the repeated part holds.
  return { ...lengths, pure: false, ...(element.min > 0 && inner.run !== undefined && { run: inner.run }) };
}

/** What holds for each of the alternatives. */
function bodyPart(body: Body): Part {
  const parts = body.alternatives.map((alternative) => sequencePart(alternative.elements));
  const lengths = { min: Math.min(...parts.map((part) => part.min)), max: Math.max(...parts.map((part) => part.max)) };
  if (parts.every((part) => part.pure)) return { ...lengths, pure: true };
  const runs = parts.map((part) => (part.pure ? { least: part.min, from: 0, to: 0 } : part.run));
  if (runs.some((run) => run === undefined)) return { ...lengths, pure: false };
  const known = runs as TokenRun[];
  const run = {
    least: Math.min(...known.map((one) => one.least)),
    from: Math.min(...known.map((one) => one.from)),
    to: Math.max(...known.map((one) => one.to)),
  };
  return { ...lengths, pure: false, run };
}

function sequencePart(elements: readonly AST.Element[]): Part {
  let before = { min: 0, max: 0 };
  let pending: TokenRun = { least: 0, from: 0, to: 0 };
  let best: TokenRun | undefined;
  let pure = true;
  for (const element of elements) {
    const part = partOf(element);
    if (part.pure) pending = { ...pending, least: pending.least + part.min };
    else {
      pure = false;
      best = better(best, pending);
      if (part.run !== undefined)
        best = better(best, { ...part.run, from: before.min + part.run.from, to: before.max + part.run.to });
    }
    before = { min: before.min + part.min, max: before.max + part.max };
    if (!part.pure) pending = { least: 0, from: before.min, to: before.max };
  }
  best = better(best, pending);
  return pure ? { ...before, pure } : { ...before, pure, ...(best !== undefined && { run: best }) };
}

/** Runs longer than this are all the same to the prefilter: the nearer one is better. */
const ENOUGH = 16;

function better(a: TokenRun | undefined, b: TokenRun): TokenRun | undefined {
  if (b.least === 0) return a;
  if (a === undefined) return b;
  const [left, right] = [Math.min(a.least, ENOUGH), Math.min(b.least, ENOUGH)];
  if (left !== right) return left > right ? a : b;
  return a.to - a.from <= b.to - b.from ? a : b;
}

/** The longest stretch of token characters that every match of the pattern holds, as far as its text tells. */
export function tokenRun(tree: AST.Pattern): TokenRun | undefined {
  const part = bodyPart(tree);
  return part.pure ? { least: part.min, from: 0, to: 0 } : part.run;
}
