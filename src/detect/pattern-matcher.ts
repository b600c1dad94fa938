import type { EngineRule, TextMatch } from '../engine/engine.ts';

/** Makes the matcher of a pattern; its regular expressions are compiled at their first use, since a run needs few of them. */
export function patternMatcher(source: string, flags: string, hasParts: boolean): EngineRule['match'] {
  let sticky: RegExp | undefined;
  let indexed: RegExp | undefined;
  return (text, at) => {
    sticky ??= new RegExp(source, `${flags}y`);
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (match === null || match[0].length === 0) return undefined;
    const plain = hasParts ? undefined : withoutIndices(match, at);
    if (plain !== undefined) return plain;
    indexed ??= new RegExp(source, `${flags}dy`);
    indexed.lastIndex = at;
    return withIndices(indexed.exec(text), hasParts);
  };
}

/** A match whose secret stands in it once, so that its place is known: V8 matches twice more to give indices. */
function withoutIndices({ 0: all, groups = {} }: RegExpExecArray, at: number): TextMatch | undefined {
  const { secret = all } = groups;
  const first = all.indexOf(secret);
  if (first !== all.lastIndexOf(secret)) return undefined;
  const secretStart = at + first;
  return { start: at, end: at + all.length, secretStart, secretEnd: secretStart + secret.length, groups };
}

function withIndices(match: RegExpExecArray | null, hasParts: boolean): TextMatch | undefined {
  if (match === null) return undefined;
  const spans = match.indices?.groups;
  const [start, end] = [match.index, match.index + match[0].length];
  const [secretStart, secretEnd] = spans?.['secret'] ?? [start, end];
  const found = { start, end, secretStart, secretEnd, groups: match.groups ?? {} };
  return hasParts && spans !== undefined ? { ...found, spans } : found;
}
