/** A document that must not contain copies. */
export interface CopyTarget {
  readonly path: string;
  readonly text: string;
}

/** The minimum size of a common run that counts as a copy. */
export interface CopyLimits {
  readonly minChars: number;
  readonly minLines: number;
}

/** A passage of a document that also occurs in an evidence file. Lines count from 1. */
export interface Copy {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'verbatim' | 'near-verbatim';
}

/** Near-verbatim: of any passage of this many words … */
const NEAR_WORDS = 60;
/** … this share of the five-word shingles occurs in one evidence file, ignoring digits. */
const NEAR_SHARE = 0.8;
const SHINGLE = 5;
/** A line with fewer letters and digits (a brace, a rule) does not count as a line of a run. */
const LINE_LETTERS = 3;

interface DocumentIndex {
  readonly target: CopyTarget;
  /** The text with runs of white space as one space. */
  readonly plain: string;
  /** Line of each character of `plain`. */
  readonly lines: Uint32Array;
}

/**
 * Finds passages of documents that are copied from evidence: common runs of at least `minChars` characters or
 * `minLines` lines, not counting white space and Markdown's line marks, and near-verbatim ones.
 */
export class CopyFinder {
  readonly #documents: readonly DocumentIndex[];
  readonly #limits: CopyLimits;

  constructor(targets: readonly CopyTarget[], limits: CopyLimits) {
    this.#documents = targets.map(indexOf);
    this.#limits = limits;
  }

  /** The copies from one evidence file, each passage once. */
  find(evidence: string): Copy[] {
    const other = collapse(evidence).plain;
    return this.#documents.flatMap((document) => {
      const verbatim = [...this.#runs(document, other), ...this.#lineRuns(document, evidence)];
      const near = nearVerbatim(document, other);
      return merged(document.target.path, verbatim, near);
    });
  }

  /** Character runs: looks for every block of the document at a fixed stride, then extends each match to both sides. */
  #runs({ plain, lines }: DocumentIndex, other: string): Range[] {
    const { minChars } = this.#limits;
    const block = Math.max(8, Math.floor(minChars / 2));
    const positions = new Map<string, number[]>();
    for (let at = 0; at + block <= plain.length; at += block) {
      const key = plain.slice(at, at + block);
      positions.set(key, [...(positions.get(key) ?? []), at]);
    }
    const found: Range[] = [];
    for (const [key, places] of positions) {
      for (const at of places) {
        if (found.some((range) => range.from <= at && at + block <= range.to)) continue;
        let best: Range | undefined;
        let tries = 0;
        for (let hit = other.indexOf(key); hit >= 0 && tries < 32; hit = other.indexOf(key, hit + 1), tries++) {
          const range = extended(plain, at, other, hit, block);
          if (best === undefined || range.to - range.from > best.to - best.from) best = range;
        }
        if (best !== undefined && best.to - best.from >= minChars) found.push(best);
      }
    }
    return found.map((range) => lineRange(trimmed(plain, range), lines));
  }

  /** Runs of whole lines, which may be short. */
  #lineRuns({ target }: DocumentIndex, evidence: string): Range[] {
    const own = contentLines(target.text);
    const list = contentLines(evidence);
    const theirs = placesOf(list);
    const found: Range[] = [];
    for (let at = 0; at < own.length; at++) {
      const starts = theirs.get(own[at]?.text ?? '') ?? [];
      const longest = Math.max(0, ...starts.map((start) => runLength(own, at, list, start)));
      if (longest < this.#limits.minLines) continue;
      found.push({ from: own[at]?.line ?? 0, to: own[at + longest - 1]?.line ?? 0 });
      at += longest - 1;
    }
    return found;
  }
}

/** Maximum number of positions tried for one line: a line that occurs more often does not indicate a copy. */
const MOST_PLACES = 64;

function placesOf(lines: readonly ContentLine[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { text }] of lines.entries()) {
    const known = places.get(text);
    if (known === undefined) places.set(text, [index]);
    else if (known.length < MOST_PLACES) known.push(index);
  }
  return places;
}

function runLength(own: readonly ContentLine[], at: number, other: readonly ContentLine[], start: number): number {
  let length = 0;
  while (at + length < own.length && own[at + length]?.text === other[start + length]?.text) length++;
  return length;
}

interface ContentLine {
  readonly text: string;
  readonly line: number;
}

/** Half-open offsets, or inclusive lines. */
interface Range {
  readonly from: number;
  readonly to: number;
}

function indexOf(target: CopyTarget): DocumentIndex {
  return { target, ...collapse(target.text) };
}

/** Quotation marks, list marks and bars at the start of a line belong to the document, not to the copied text. */
function withoutMarks(line: string): string {
  let [from, to] = [0, line.length];
  while (from < to && /[\s>|]/.test(line.charAt(from))) from++;
  // Not with a pattern: one that looks for the end retries at each blank, and a line may have megabytes of them.
  while (to > from && /[\s|]/.test(line.charAt(to - 1))) to--;
  return line.slice(from, to).replace(/\s+/g, ' ');
}

function collapse(text: string): { readonly plain: string; readonly lines: Uint32Array } {
  const parts: string[] = [];
  const lineOf: [number, number][] = [];
  let length = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = withoutMarks(raw);
    if (line === '') continue;
    parts.push(line);
    lineOf.push([length, index + 1]);
    length += line.length + 1;
  }
  const plain = parts.join(' ');
  const lines = new Uint32Array(plain.length + 1);
  for (const [at, [start, line]] of lineOf.entries()) lines.fill(line, start, lineOf[at + 1]?.[0] ?? plain.length + 1);
  return { plain, lines };
}

function contentLines(text: string): ContentLine[] {
  return text
    .split(/\r?\n/)
    .map((raw, index) => ({ text: withoutMarks(raw), line: index + 1 }))
    .filter((line) => line.text.replace(/[^\p{L}\p{N}]/gu, '').length >= LINE_LETTERS);
}

function extended(own: string, at: number, other: string, hit: number, length: number): Range {
  let before = 0;
  while (before < at && before < hit && own[at - before - 1] === other[hit - before - 1]) before++;
  let after = length;
  while (at + after < own.length && hit + after < other.length && own[at + after] === other[hit + after]) after++;
  return { from: at - before, to: at + after };
}

/** The space between two lines belongs to neither. */
function trimmed(text: string, { from, to }: Range): Range {
  return { from: text[from] === ' ' ? from + 1 : from, to: text[to - 1] === ' ' ? to - 1 : to };
}

function lineRange({ from, to }: Range, lines: Uint32Array): Range {
  return { from: lines[from] ?? 0, to: lines[Math.max(from, to - 1)] ?? 0 };
}

interface Word {
  readonly text: string;
  readonly at: number;
}

/** Words in lower case with digits as zeros, so that another time stamp or counter does not make a different word. */
function wordsOf(plain: string): Word[] {
  return [...plain.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    text: match[0].toLowerCase().replace(/\d+/g, '0'),
    at: match.index,
  }));
}

function shingles(words: readonly Word[]): string[] {
  return words.slice(0, Math.max(0, words.length - SHINGLE + 1)).map((_, at) => {
    let text = '';
    for (let i = at; i < at + SHINGLE; i++) text += `${words[i]?.text ?? ''} `;
    return text;
  });
}

function nearVerbatim({ plain, lines }: DocumentIndex, other: string): Range[] {
  const words = wordsOf(plain);
  if (words.length < NEAR_WORDS) return [];
  const theirs = new Set(shingles(wordsOf(other)));
  const hits = shingles(words).map((shingle) => Number(theirs.has(shingle)));
  const span = NEAR_WORDS - SHINGLE + 1;
  const found: Range[] = [];
  let sum = 0;
  for (let at = 0; at < hits.length; at++) {
    sum += (hits[at] ?? 0) - (hits[at - span] ?? 0);
    const start = at - span + 1;
    if (start < 0 || sum < NEAR_SHARE * span) continue;
    const first = words[start];
    const last = words[at + SHINGLE - 1];
    if (first !== undefined && last !== undefined) found.push({ from: lines[first.at] ?? 0, to: lines[last.at] ?? 0 });
  }
  return found;
}

/** Merges adjacent passages; a near-verbatim one that overlaps a verbatim one adds nothing. */
function merged(path: string, verbatim: readonly Range[], near: readonly Range[]): Copy[] {
  const joinAll = (ranges: readonly Range[]): Range[] => {
    const out: { from: number; to: number }[] = [];
    for (const range of [...ranges].sort((a, b) => a.from - b.from || a.to - b.to)) {
      const last = out.at(-1);
      if (last !== undefined && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
      else out.push({ ...range });
    }
    return out;
  };
  const sure = joinAll(verbatim);
  const rest = joinAll(near).filter(({ from, to }) => !sure.some((one) => one.from <= to && from <= one.to));
  const copy =
    (kind: Copy['kind']) =>
    (range: Range): Copy => ({ path, startLine: range.from, endLine: range.to, kind });
  return [...sure.map(copy('verbatim')), ...rest.map(copy('near-verbatim'))].sort((a, b) => a.startLine - b.startLine);
}

/** Number of consecutive log lines from which a document counts as containing pasted run output. */
const LOG_LINES = 4;
const LOG_LINE =
  /^[\s>|]*\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[^\s\]]*\]?\s+\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b/i;

/** Passages that look like runtime evidence, whatever file they are from: consecutive log lines, JUnit cases, OpenTelemetry ids. */
export function runSignatures({
  path,
  text,
}: CopyTarget): { readonly path: string; readonly startLine: number; readonly what: string }[] {
  const lines = text.split(/\r?\n/).slice(0, 100_000);
  const found: { path: string; startLine: number; what: string }[] = [];
  let row = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.trim() === '|') continue;
    row = LOG_LINE.test(line.slice(0, 200)) ? row + 1 : 0;
    if (row === LOG_LINES) found.push({ path, startLine: index + 2 - LOG_LINES, what: 'log lines' });
    if (/<testcase\s[^>]*\btime=/.test(line.slice(0, 2000)))
      found.push({ path, startLine: index + 1, what: 'JUnit test case' });
    if (/["'](?:traceId|trace_id)["']\s*:\s*["'][0-9a-f]{32}["']/.test(line.slice(0, 4000))) {
      found.push({ path, startLine: index + 1, what: 'trace with its id' });
    }
  }
  return found;
}
