/**
 * One unit of a pattern's segment: a byte, `?` (any byte), `*` (any bytes) or a bracket expression as a table of 256
 * flags. Text is bytes as latin1 characters: git matches bytes, so `?` matches half of an `ä`.
 */
export type Token = number | '?' | '*' | Uint8Array;

/** What matches between two slashes; `deep` is `**`: any number of folders. */
export type Segment = 'deep' | readonly Token[];

/**
 * Compiles a pattern as git's wildmatch reads it with WM_PATHNAME: no wildcard matches a slash.
 *
 * @returns undefined for a malformed pattern (an open bracket, a backslash at the end), which matches nothing
 */
export function compileWildcard(pattern: string): Segment[] | undefined {
  const segments: Token[][] = [[]];
  for (let at = 0; at < pattern.length;) {
    const unit = unitAt(pattern, at);
    if (unit === undefined) return undefined;
    const tokens = segments.at(-1) ?? [];
    // Before an escaped slash, git lets `**` stand for one folder or more, not for none.
    if (unit.token === '/' && pattern[at] === '\\' && isDeep(tokens)) segments.push(['*']);
    if (unit.token === '/') segments.push([]);
    else tokens.push(unit.token);
    at = unit.end;
  }
  return segments.map((tokens) => (isDeep(tokens) ? 'deep' : tokens));
}

function isDeep(tokens: readonly Token[]): boolean {
  return tokens.length > 1 && tokens.every((token) => token === '*');
}

interface Unit {
  readonly token: Token | '/';
  readonly end: number;
}

function unitAt(pattern: string, at: number): Unit | undefined {
  const character = pattern[at];
  if (character === '[') return bracketAt(pattern, at);
  if (character === '?' || character === '*') return { token: character, end: at + 1 };
  const literal = character === '\\' ? at + 1 : at;
  if (literal >= pattern.length) return undefined;
  return { token: pattern[literal] === '/' ? '/' : pattern.charCodeAt(literal), end: literal + 1 };
}

/** A bracket expression; a leading `]` is a member. A slash is never a member. */
function bracketAt(pattern: string, open: number): Unit | undefined {
  const negated = pattern[open + 1] === '!' || pattern[open + 1] === '^';
  const table = new Uint8Array(256);
  const first = open + (negated ? 2 : 1);
  let previous: number | undefined;
  for (let at = first; at < pattern.length;) {
    if (pattern[at] === ']' && at > first) return { token: finish(table, negated), end: at + 1 };
    const member = memberAt(pattern, at, previous);
    if (member === undefined) return undefined;
    for (const byte of member.bytes) table[byte] = 1;
    previous = member.previous;
    at = member.end;
  }
  return undefined;
}

interface Member {
  readonly bytes: Iterable<number>;
  readonly end: number;
  /** The byte from which a `-` after this member starts a range. */
  readonly previous: number | undefined;
}

function memberAt(pattern: string, at: number, previous: number | undefined): Member | undefined {
  const named = pattern[at] === '[' && pattern[at + 1] === ':' ? namedClassAt(pattern, at) : 'no class';
  if (named !== 'no class') return named;
  const next = pattern[at + 1];
  if (pattern[at] === '-' && previous !== undefined && next !== undefined && next !== ']') {
    const last = byteAt(pattern, at + 1);
    return last && { bytes: range(previous, last.byte), end: last.end, previous: undefined };
  }
  const byte = byteAt(pattern, at);
  return byte && { bytes: [byte.byte], end: byte.end, previous: byte.byte };
}

/** `[:digit:]` and the like; `undefined` for a name that does not exist, which invalidates the whole pattern. */
function namedClassAt(pattern: string, at: number): Member | undefined | 'no class' {
  const close = pattern.indexOf(']', at + 2);
  if (close < 0) return undefined;
  if (close === at + 2 || pattern[close - 1] !== ':') return 'no class';
  const name = pattern.slice(at + 2, close - 1);
  const members = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  return members && { bytes: bytesMatching(members), end: close + 1, previous: undefined };
}

function byteAt(pattern: string, at: number): { byte: number; end: number } | undefined {
  const index = pattern[at] === '\\' ? at + 1 : at;
  return index < pattern.length ? { byte: pattern.charCodeAt(index), end: index + 1 } : undefined;
}

function* range(first: number, last: number): Generator<number> {
  for (let byte = first; byte <= last; byte++) yield byte;
}

function* bytesMatching(members: RegExp): Generator<number> {
  for (let byte = 0; byte < 128; byte++) if (members.test(String.fromCharCode(byte))) yield byte;
}

function finish(table: Uint8Array, negated: boolean): Uint8Array {
  if (negated) for (let byte = 0; byte < 256; byte++) table[byte] = 1 - (table[byte] ?? 0);
  table[SLASH] = 0;
  return table;
}

const SLASH = 0x2f;

/** POSIX classes in the C locale (POSIX.1-2017, 7.3.1). */
const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\x00-\x1F\x7F]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/**
 * Matches a path's steps against a pattern. Takes time proportional to pattern × path at worst, for any input: on a
 * mismatch, only the last `*` (and the last `**`) needs to match more.
 */
export function matchesSteps(pattern: readonly Segment[], steps: readonly string[]): boolean {
  let at = 0;
  let step = 0;
  let retry: { at: number; step: number } | undefined;
  while (step < steps.length) {
    const segment = pattern[at];
    if (segment === 'deep') {
      if (at === pattern.length - 1) return true;
      retry = { at: ++at, step };
    } else if (segment !== undefined && matchesStep(segment, steps[step] ?? '')) {
      at++;
      step++;
    } else if (retry !== undefined) {
      retry = { at: retry.at, step: retry.step + 1 };
      ({ at, step } = retry);
    } else return false;
  }
  return at === pattern.length;
}

/** Matches one name against one segment. */
export function matchesStep(tokens: readonly Token[], text: string): boolean {
  let at = 0;
  let index = 0;
  let retryAt = -1;
  let retryIndex = 0;
  while (index < text.length) {
    const token = tokens[at];
    if (token === '*') {
      retryAt = ++at;
      retryIndex = index;
    } else if (token !== undefined && accepts(token, text.charCodeAt(index))) {
      at++;
      index++;
    } else if (retryAt >= 0) {
      at = retryAt;
      index = ++retryIndex;
    } else return false;
  }
  while (tokens[at] === '*') at++;
  return at === tokens.length;
}

function accepts(token: Exclude<Token, '*'>, byte: number): boolean {
  if (typeof token === 'number') return token === byte;
  return token === '?' || token[byte] === 1;
}
