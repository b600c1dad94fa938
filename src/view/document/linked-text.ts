import type { Span } from '../../types.ts';
import { BASE64_ALPHABET, BASE64_VALUES, byteClass, type ByteClass } from '../byte-class.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { unpackLzString } from './lz-string.ts';
import { packedTextView } from './packed-text.ts';

/** Maximum number of characters before digits that indicate how they are packed. */
const MOST_LEAD = 80;
/** URL paths of PlantUML diagrams, on any server: `/plantuml/svg/SyfF…`. */
const PLANTUML = /^(?:[\w/-]{0,40}\/)?(?:plantuml|uml)\/(?:\w{2,8}\/)?(?=[\w-]+$)/;
const PLANTUML_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
/** What precedes deflated data in base64: a SAML request in a URL (bindings, 3.4.4.1), a draw.io diagram in a URL. */
const DEFLATED = /(?:[?&;]|\b)SAML(?:Request|Response)=$|(?:diagrams\.net|draw\.io|drawio)\S{0,60}#R$/i;
/** What precedes a text packed by lz-string: a TypeScript playground page, an Excalidraw drawing in Obsidian. */
const LZ_PACKED = /#code\/$|```compressed-json\s{1,4}$/;
/** Digits of a drawing, with the line breaks and empty lines between them. */
const LZ_DIGITS: ByteClass = byteClass(`${BASE64_ALPHABET}-$=\r\n`);
/** Values of the digits in both of lz-string's alphabets, 255 for other bytes: URLs have `-` in place of `/`. */
const LZ_VALUES: Readonly<Uint8Array> = BASE64_VALUES.map((value, byte) => (byte === 0x2d ? 63 : value));
const PACKED = 'lz-string';

/** The text before `at`. */
function leadOf(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', Math.max(0, at - MOST_LEAD), at);
}

/**
 * The text packed in digits that have no mark of their own, if the text before them indicates how.
 *
 * @param run base64 digits, including those of a path before them
 */
export function* linkedTextViews(bytes: Buffer, run: Span, context: ViewContext): Generator<DecodedView> {
  const first = bytes[run.start - 1];
  if (first === 0x3d || first === 0x23 || first === 0x0a) yield* led(bytes, run, context);
  else if (bytes.toString('latin1', run.start, run.start + MOST_LEAD).includes('uml/'))
    yield* plantumlView(bytes, run, context);
}

function* led(bytes: Buffer, run: Span, context: ViewContext): Generator<DecodedView> {
  for (const start of [run.start, run.start + 1, run.start + 5]) {
    const lead = leadOf(bytes, start);
    if (DEFLATED.test(lead)) yield* packedTextView(bytes, { start, end: run.end }, 'deflate-raw', context);
    else if (LZ_PACKED.test(lead)) yield* lzView(bytes, start, context);
  }
}

function* lzView(bytes: Buffer, start: number, context: ViewContext): Generator<DecodedView> {
  let end = start;
  while (LZ_DIGITS[bytes[end] ?? 0] === 1) end++;
  const values = Uint8Array.from(bytes.subarray(start, end), (digit) => LZ_VALUES[digit] as number);
  const text = Buffer.from(unpackLzString(values.filter((value) => value < 64)));
  const span = { start, end };
  if (text.length > 0 && context.pay(text.length, PACKED, span))
    yield { kind: PACKED, bytes: text, container: false, toOuter: () => span };
}

function* plantumlView(bytes: Buffer, run: Span, context: ViewContext): Generator<DecodedView> {
  const text = bytes.toString('latin1', run.start, run.end);
  const lead = PLANTUML.exec(text)?.[0].length;
  if (lead === undefined) return;
  const digits = Array.from(text.slice(lead), (digit) => BASE64_ALPHABET[PLANTUML_DIGITS.indexOf(digit)] ?? '');
  const span = { start: run.start + lead, end: run.end };
  const packed = Buffer.from(digits.join(''));
  for (const view of packedTextView(packed, { start: 0, end: packed.length }, 'deflate-raw', context))
    yield { ...view, toOuter: () => span };
}
