import { isPrintableAscii } from '../../ascii.ts';
import { isWholeZlib, mayBeginZlib } from '../compressed/zlib.ts';
import { PIXELS_ALONE, sniffContainer } from '../container-kind.ts';
import { isKeyStart, STARTS_OF_KEYS } from '../key-start.ts';

/** Bytes of a decoding examined by the quick check. */
export const SAMPLE = 24;
/** Bytes of a file that distinguish text from data. */
const HEAD = 4096;
/** Length of a printable run that makes long binary data worth scanning: chance rarely produces one. */
const ASCII_RUN = 20;

/** Class of each byte: 0 text, 1 NUL, 2 continuation, 3 to 5 first byte of 2 to 4, 6 never in text. */
export const TEXT_CLASSES: Readonly<Uint8Array> = byteClasses();

function byteClasses(): Uint8Array {
  const classes = new Uint8Array(256).fill(6);
  classes.fill(0, 0x20, 0x7f);
  for (const byte of [0x09, 0x0a, 0x0d, 0x1b]) classes[byte] = 0;
  classes[0] = 1;
  classes.fill(2, 0x80, 0xc0);
  classes.fill(3, 0xc2, 0xe0);
  classes.fill(4, 0xe0, 0xf0);
  classes.fill(5, 0xf0, 0xf5);
  return classes;
}

/**
 * Judges decoded bytes one by one and stops at the first that cannot be text. Text is UTF-8 with at most two NULs (SASL PLAIN has two) or
 * with words separated by single NULs (arguments, an environment), or UTF-16 that is mostly ASCII.
 */
class TextJudge {
  #count = 0;
  #expected = 0;
  #before = 1;
  #pairs = 0;
  readonly #nuls: [number, number] = [0, 0];

  /** Starts over. */
  reset(): void {
    this.#count = 0;
    this.#expected = 0;
    this.#before = 1;
    this.#pairs = 0;
    this.#nuls[0] = 0;
    this.#nuls[1] = 0;
  }

  /** False if no text continues like this. */
  accept(byte: number): boolean {
    const kind = TEXT_CLASSES[byte] ?? 6;
    const index = this.#count++;
    if (this.#expected > 0) {
      this.#expected--;
      return kind === 2;
    }
    if (kind === 1) {
      this.#nuls[(index & 1) as 0 | 1]++;
      this.#pairs += this.#before;
    } else if (kind >= 3 && kind <= 5) this.#expected = kind - 2;
    else if (kind !== 0) return false;
    this.#before = Number(kind === 1);
    return true;
  }

  /** Whether the bytes accepted so far are text. */
  get isText(): boolean {
    const [even, odd] = this.#nuls;
    if (even + odd <= 2) return this.#count > 0;
    if (this.#pairs === 0 && 3 * (even + odd) <= this.#count + 1) return true;
    return Math.min(even, odd) === 0 && Math.max(even, odd) >= this.#count * 0.4;
  }
}

/** Whether the first bytes of a file may be text. */
export function mayBeText(head: Uint8Array): boolean {
  const judge = new TextJudge();
  return head.subarray(0, HEAD).every((byte) => judge.accept(byte)) && judge.isText;
}

/** Whether a gzip header is unlikely to be coincidence: known method, no reserved flag, plausible level and system (RFC 1952, 2.3.1). */
function isSureGzip(bytes: Uint8Array): boolean {
  const [, , method = 0, flags = 0xff, , , , , level = 1, system = 0x80] = bytes;
  return (
    method === 8 && flags < 0x20 && (level === 0 || level === 2 || level === 4) && (system < 14 || system === 0xff)
  );
}

/** Whether decoded bytes begin like a container or a document that contains text; images that are only pixels do not count. */
export function isContainer(bytes: Uint8Array): boolean {
  const kind = sniffContainer(bytes);
  if (kind === undefined && bytes.length <= SAMPLE) return mayBeginZlib(bytes);
  if (kind === undefined) return false;
  if (kind === 'gzip') return isSureGzip(bytes);
  if (kind === 'zlib') return bytes.length <= SAMPLE || isWholeZlib(bytes);
  return !PIXELS_ALONE.has(kind);
}

/** First two bytes of formats that do not look like text throughout, and need a longer look. */
const MAGIC_STARTS: ReadonlySet<number> = new Set([
  0x1f8b,
  0x1f9d,
  0x504b,
  0x28b5,
  0xfd37,
  0x377a,
  0x425a,
  0x5261,
  0x2550,
  0x4d53,
  0x7801,
  0x789c,
  0x78da,
  0x0422,
  0x0221,
  0x5d00,
  0x8950,
  0xffd8,
  0x4749,
  0x5249,
  0xd0cf,
  0x5245,
  0x5641,
  ...STARTS_OF_KEYS,
]);

/** Byte order marks of UTF-16 (U+FEFF, either order). */
const UTF16_MARKS = [0xfffe, 0xfeff] as const;
/** Pairs of first bytes, the first one as the high byte, of data worth a look that does not begin as text. */
export const STARTS_OF_DATA: readonly number[] = [...MAGIC_STARTS, ...UTF16_MARKS];

/** For each pair of first bytes: 1 if text, UTF-16 with its mark or a container may begin with it, 2 if none may; 0 until first needed. */
const STARTS: Uint8Array = new Uint8Array(65_536);

function judgeStart(pair: number): number {
  const judge = new TextJudge();
  const isText = judge.accept(pair >> 8) && judge.accept(pair & 0xff);
  return isText || isUtf16Mark(pair) || MAGIC_STARTS.has(pair) ? 1 : 2;
}

function isUtf16Mark(pair: number): boolean {
  return pair === UTF16_MARKS[0] || pair === UTF16_MARKS[1];
}

/** Whether anything worth scanning may begin with these two bytes, the first one as the high byte. */
export function mayBegin(pair: number): boolean {
  const known = STARTS[pair] ?? 0;
  return (known === 0 ? (STARTS[pair] = judgeStart(pair)) : known) === 1;
}

/** The first bytes of a decoding, judged while they are decoded. */
export class Sample {
  readonly #bytes: Uint8Array = new Uint8Array(SAMPLE);
  readonly #judge: TextJudge = new TextJudge();
  #length = 0;
  #isText = true;
  #maybeMagic = false;

  /** Starts over. */
  reset(): void {
    this.#length = 0;
    this.#maybeMagic = false;
    this.#isText = true;
    this.#judge.reset();
  }

  /** Takes the next byte; false if the decoding is certainly not worth scanning. */
  accept(byte: number): boolean {
    this.#bytes[this.#length++] = byte;
    this.#isText = this.#isText && this.#judge.accept(byte);
    if (this.#length === 2) this.#judgeStart();
    return this.#isText || this.#maybeMagic || this.#length < 2;
  }

  #judgeStart(): void {
    const pair = ((this.#bytes[0] ?? 0) << 8) | (this.#bytes[1] ?? 0);
    this.#maybeMagic = MAGIC_STARTS.has(pair);
    if (!isUtf16Mark(pair)) return;
    this.#judge.reset();
    this.#isText = true;
  }

  /** Whether the bytes so far are text. */
  get isText(): boolean {
    return this.#isText && this.#judge.isText;
  }

  /** Whether they are text, or begin a container or a private key. */
  get isWorth(): boolean {
    return this.isText || this.isKey || isContainer(this.#bytes.subarray(0, this.#length));
  }

  /** Whether they begin a private key. */
  get isKey(): boolean {
    return isKeyStart(this.#bytes.subarray(0, this.#length));
  }
}

/** Whether there is a sufficiently long run of printable ASCII characters anywhere. */
export function hasTextInside(bytes: Uint8Array): boolean {
  for (let probe = ASCII_RUN - 1; probe < bytes.length;) {
    let start = probe;
    while (start > probe - ASCII_RUN && isPrintableAscii(bytes[start])) start--;
    if (start === probe - ASCII_RUN) return true;
    // A run must begin after the byte that broke this one.
    probe = start + ASCII_RUN;
  }
  return false;
}

/** Whether completely decoded data begins like text or a container. */
export function isWorth(decoded: Buffer): boolean {
  const sample = new Sample();
  for (const byte of decoded.subarray(0, SAMPLE)) if (!sample.accept(byte)) return false;
  return sample.isWorth;
}
