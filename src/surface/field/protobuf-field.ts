import type { Span } from '../../types.ts';

/** Types of fields on the wire (https://protobuf.dev/programming-guides/encoding/#structure). */
const [VARINT, FIXED64, LENGTH, FIXED32] = [0, 1, 2, 5] as const;
const LONGEST_VARINT = 10;
const MOST_DEPTH = 64;
/** Size of a message's length in bytes, big-endian: files of the OpenTelemetry Collector. */
const PREFIX = 4;

/** A field of a message: its number, and its content if it has a length. */
interface Field {
  readonly number: number;
  readonly content: Span | undefined;
}

/** The value of the number at `at` and the offset after it, or -1 if it is cut off. */
function varintAt(bytes: Uint8Array, at: number, end: number): readonly [value: number, next: number] {
  let value = 0;
  for (let index = 0; index < LONGEST_VARINT && at + index < end; index++) {
    const byte = bytes[at + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [0, -1];
}

/** The fields of the message that fills a span; undefined if there is no such message. */
function fieldsIn(bytes: Uint8Array, { start, end }: Span): readonly Field[] | undefined {
  const fields: Field[] = [];
  let at = start;
  while (at < end) {
    const [tag, behindTag] = varintAt(bytes, at, end);
    const number = Math.floor(tag / 8);
    if (behindTag < 0 || number === 0 || number >= 2 ** 29) return undefined;
    const [content, next] = valueAt(bytes, tag % 8, behindTag, end);
    if (next < 0 || next > end) return undefined;
    fields.push({ number, content });
    at = next;
  }
  return fields;
}

/** The content of a field, if it has a length, and where it ends; -1 if it is broken. */
function valueAt(bytes: Uint8Array, kind: number, at: number, end: number): readonly [Span | undefined, number] {
  if (kind === VARINT) return [undefined, varintAt(bytes, at, end)[1]];
  if (kind === FIXED64) return [undefined, at + 8];
  if (kind === FIXED32) return [undefined, at + 4];
  if (kind !== LENGTH) return [undefined, -1];
  const [length, start] = varintAt(bytes, at, end);
  return start < 0 ? [undefined, -1] : [{ start, end: start + length }, start + length];
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}

/** Printable characters occasionally form a message by chance, but hardly one with a single field. */
function isMessage(bytes: Uint8Array, span: Span): boolean {
  const isText = bytes.subarray(span.start, span.end).every((byte) => byte >= 0x20);
  const fields = fieldsIn(bytes, span);
  return fields !== undefined && (!isText || fields.length === 1);
}

/**
 * Consecutive messages preceded by their lengths, which `next` reads; undefined if one is not a message, or if they do
 * not fill the bytes.
 */
function framed(bytes: Uint8Array, next: (at: number) => Span): readonly Span[] | undefined {
  const messages: Span[] = [];
  for (let at = 0; at < bytes.length;) {
    const message = next(at);
    if (message.start <= at || message.end > bytes.length || fieldsIn(bytes, message) === undefined) return undefined;
    messages.push(message);
    at = message.end;
  }
  return messages;
}

function varintFrame(bytes: Uint8Array): (at: number) => Span {
  return (at) => {
    const [length, start] = varintAt(bytes, at, bytes.length);
    return { start, end: start + length };
  };
}

function wordFrame(bytes: Uint8Array): (at: number) => Span {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return (at) => {
    const start = at + PREFIX;
    return start > bytes.length ? { start: -1, end: 0 } : { start, end: start + view.getUint32(at) };
  };
}

/** A message, or several in a row: the parts that have a length, ordered by offset. */
type Parts = readonly Part[];

interface Part {
  readonly content: Span;
  /** The field number in the path, with an index if the message has several of it. */
  readonly step: string;
  /** Its content, determined on first request: empty if it is not a message. */
  inside?: Parts;
}

function partsOf(fields: readonly Field[]): Parts {
  const counts = new Map<number, number>();
  for (const { number } of fields) counts.set(number, (counts.get(number) ?? 0) + 1);
  const seen = new Map<number, number>();
  return fields.flatMap(({ number, content }) => {
    const index = seen.get(number) ?? 0;
    seen.set(number, index + 1);
    return content === undefined
      ? []
      : [{ content, step: counts.get(number) === 1 ? `${number}` : `${number}[${index}]` }];
  });
}

/** The part that contains an offset. */
function partAt(parts: Parts, offset: number): Part | undefined {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.content.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const part = parts[low];
  return part !== undefined && holds(part.content, offset) ? part : undefined;
}

/**
 * Finds the field of a protobuf message, or of several preceded by their lengths, by the field numbers on the way down:
 * `pb:1.2[3].9`. Names are in a descriptor that the bytes do not contain. There is an index if a message has several
 * fields of a number. Each message is read once, however many places in it are requested.
 */
class ProtobufField {
  readonly #bytes: Uint8Array;
  readonly #messages: Parts;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const whole = { start: 0, end: bytes.length };
    const isWhole = fieldsIn(bytes, whole) !== undefined;
    const spans = isWhole ? [whole] : (framed(bytes, wordFrame(bytes)) ?? framed(bytes, varintFrame(bytes)) ?? []);
    this.#messages = spans.map((content, index) => ({ content, step: spans.length > 1 ? `[${index}].` : '' }));
  }

  /** The path to what is at `offset`; undefined if the bytes are not messages. */
  at(offset: number): string | undefined {
    const message = partAt(this.#messages, offset);
    if (message === undefined) return undefined;
    message.inside ??= partsOf(fieldsIn(this.#bytes, message.content) ?? []);
    const path = this.#below(message.inside, offset);
    return path.length === 0 ? undefined : `pb:${message.step}${path.join('.')}`;
  }

  #below(parts: Parts, offset: number): readonly string[] {
    const path: string[] = [];
    let part = partAt(parts, offset);
    for (let depth = 0; part !== undefined && depth <= MOST_DEPTH; depth++) {
      path.push(part.step);
      part.inside ??= this.#inside(part.content);
      part = partAt(part.inside, offset);
    }
    return path;
  }

  #inside(content: Span): Parts {
    return isMessage(this.#bytes, content) ? partsOf(fieldsIn(this.#bytes, content) ?? []) : [];
  }
}

/** A finder of fields in the messages that fill the bytes; loaded if a binary contains a finding. */
export function protobufField(bytes: Uint8Array): { at(offset: number): string | undefined } {
  return new ProtobufField(bytes);
}
