import type { EngineRule, TextMatch } from '../engine/engine.ts';

/** Creates the matcher of a pattern; its regular expressions are compiled on first use, since a run needs few of them. */
export function patternMatcher(source: string, flags: string, hasParts: boolean): EngineRule['match'] {
  let sticky: RegExp | undefined;
  let indexed: RegExp | undefined;
  return (text, at) => {
    sticky ??= new RegExp(source, `${flags}y`);
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (match === null || match[0].length === 0) return undefined;
    const plain = hasParts ? undefined : withoutIndices(match, at);
    if (plain !== undefined) return uncoloured(plain, text);
    indexed ??= new RegExp(source, `${flags}dy`);
    indexed.lastIndex = at;
    const found = withIndices(indexed.exec(text), hasParts);
    return found && uncoloured(found, text);
  };
}

/** Terminal control sequences, which change a colour or clear a line. */
const CONTROL = /\x1b(?:\[[\d;?]{0,32}[A-Za-z]|\([\dA-Z])/y;

/** A value ends at a terminal control sequence, which patterns for words would take for a part of it. */
function uncoloured(found: TextMatch, text: string): TextMatch {
  const { secretStart, secretEnd } = found;
  const place = text.slice(secretStart, secretEnd).indexOf('\x1b');
  if (place <= 0) return found;
  const escape = secretStart + place;
  CONTROL.lastIndex = escape;
  // Binary data may contain these bytes by chance, next to others that never occur in text.
  const isText = CONTROL.test(text) && !/[\0-\x1f]/.test(text.slice(secretStart, escape));
  return isText ? { ...found, secretEnd: escape } : found;
}

/** A match that contains its secret only once, so that its position is known: for indices, V8 matches two more times. */
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
