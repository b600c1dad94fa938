/** Splits commits, tags and trees into their parts. */

/** A part of a commit or tag: where a finding is, and what an acknowledgement names. */
export const PARTS = [
  'blob',
  'message',
  'trailer',
  'author',
  'committer',
  'header',
  'tag',
  'tagger',
  'note',
  'path',
  'ref',
  'config',
  'hook',
  'reflog',
  'lfs',
  'file',
] as const;
/** One of {@link PARTS}. */
export type Part = (typeof PARTS)[number];

/** Bytes of one part. */
export interface PartText {
  readonly part: Part;
  readonly bytes: Buffer;
}

const HEADER_PARTS: Readonly<Record<string, Part>> = { author: 'author', committer: 'committer', tagger: 'tagger' };
/** Other headers that git and tools built on it write. */
const KNOWN_HEADERS: ReadonlySet<string> = new Set(['encoding', 'mergetag', 'gpgsig', 'gpgsig-sha256', 'HG:extra']);
/** Headers that contain only an id or a type. */
const PLAIN = /^(?:(?:tree|parent|object) (?:[0-9a-f]{40}|[0-9a-f]{64})|type (?:blob|commit|tag|tree))$/;
/** Maximum length of ` 1700000000 +0100`. */
const LONGEST_TIME = 18;
/** Maximum length of a plain header. */
const LONGEST_PLAIN = 80;

/**
 * The texts of a commit or an annotated tag: people, message, trailers, and the content of other headers (`mergetag`
 * repeats a whole tag, `gpgsig` a signature). Together they are the object without ids and times.
 */
export function objectTexts(type: 'commit' | 'tag', bytes: Buffer): PartText[] {
  const end = bytes.indexOf('\n\n');
  const head = bytes.subarray(0, end < 0 ? bytes.length : end + 1);
  const body = end < 0 ? bytes.subarray(bytes.length) : bytes.subarray(end + 2);
  const texts = headerTexts(head, type);
  const trailers = type === 'commit' ? trailersStart(body) : body.length;
  texts.push({ part: type === 'commit' ? 'message' : 'tag', bytes: body.subarray(0, trailers) });
  texts.push({ part: 'trailer', bytes: body.subarray(trailers) });
  return texts.filter((text) => text.bytes.length > 0);
}

function headerTexts(head: Buffer, type: 'commit' | 'tag'): PartText[] {
  const texts: PartText[] = [];
  for (let start = 0; start < head.length;) {
    let end = head.indexOf('\n', start);
    // A line that begins with a space continues the header before it.
    while (end >= 0 && head[end + 1] === 0x20) end = head.indexOf('\n', end + 1);
    if (end < 0) end = head.length;
    const text = headerText(head.subarray(start, end), type);
    if (text !== undefined) texts.push(text);
    start = end + 1;
  }
  return texts;
}

/** The content of a header; undefined if that is an id or a type. */
function headerText(line: Buffer, type: 'commit' | 'tag'): PartText | undefined {
  if (line.length <= LONGEST_PLAIN && PLAIN.test(line.toString('latin1'))) return undefined;
  const space = line.indexOf(' ');
  const name = line.toString('latin1', 0, space < 0 ? line.length : space);
  const part = HEADER_PARTS[name] ?? (name === 'tag' && type === 'tag' ? 'tag' : 'header');
  // A name that no version of git writes may itself contain anything.
  const isKnown = part !== 'header' || KNOWN_HEADERS.has(name);
  const end = HEADER_PARTS[name] === undefined ? line.length : timeStart(line);
  return { part, bytes: isKnown ? line.subarray(Math.min(line.length, name.length + 1), end) : line };
}

/** Where the time and zone after a person begin, or would: ten digits after a name may look like its password. */
function timeStart(line: Buffer): number {
  const end = line.toString('latin1', Math.max(0, line.length - LONGEST_TIME));
  return line.length - (/ \d{1,11} [+-]\d{4}$/.exec(end)?.[0].length ?? 0);
}

const TRAILER = /^(?:[A-Za-z0-9][A-Za-z0-9-]{0,80}[ \t]{0,8}:[ \t]|\(cherry picked from commit |[ \t]+\S)/;

/** Where the last paragraph begins if every line of it is a trailer (`Reviewed-by: …`) and another paragraph precedes it. */
function trailersStart(body: Buffer): number {
  let end = body.length;
  while (end > 0 && (body[end - 1] === 0x0a || body[end - 1] === 0x20)) end--;
  const blank = body.lastIndexOf('\n\n', end - 1);
  if (blank < 0 || end - blank > 64 * 1024) return body.length;
  const lines = body.toString('latin1', blank + 2, end).split('\n');
  return lines.every((line, index) => TRAILER.test(line) && (index > 0 || !/^[ \t]/.test(line)))
    ? blank + 2
    : body.length;
}

/** Name, e-mail and date of a commit or tag line `Name <mail> 1700000000 +0100`. */
export interface Person {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, UTC; undefined if there is none. */
  readonly date: string | undefined;
}

/** Who made an annotated tag, and when. */
export function taggerOf(bytes: Buffer): Person {
  const end = bytes.indexOf('\n\n');
  const head = bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
  return personOf(/^tagger (?<line>.*)$/m.exec(head)?.groups?.['line'] ?? '');
}

/** Reads `Name <mail> seconds zone`. */
export function personOf(line: string): Person {
  const open = line.lastIndexOf('<');
  const close = line.lastIndexOf('>');
  const seconds = /^ ?(?<time>\d{1,11}) /.exec(line.slice(close + 1))?.groups?.['time'];
  return {
    name: line.slice(0, Math.max(0, open)).trim(),
    email: open < 0 ? '' : line.slice(open + 1, close < open ? undefined : close),
    date: seconds === undefined ? undefined : isoDate(Number(seconds)),
  };
}

/** ISO 8601, UTC, to the second; undefined for a time outside the calendar. */
export function isoDate(seconds: number): string | undefined {
  // Readers of a report do not expect dates after the year 9999.
  const date = new Date(seconds > 253_402_300_799 ? NaN : seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}

/** The entries of a tree: names, as bytes, and the ids they refer to. */
export function treeEntries(bytes: Buffer, width: number): { readonly name: Buffer; readonly id: string }[] {
  const entries: { name: Buffer; id: string }[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space + 1);
    if (space < 0 || end < 0) break;
    entries.push({ name: bytes.subarray(space + 1, end), id: bytes.toString('hex', end + 1, end + 1 + width) });
    at = end + 1 + width;
  }
  return entries;
}
