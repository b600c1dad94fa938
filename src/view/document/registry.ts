import { isAscii } from 'node:buffer';
import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { isContainer, isWorth } from '../encoded/worth.ts';
import { Joiner } from '../joined/joiner.ts';

/** A value in hexadecimal pairs on any number of lines, after its name. */
const VALUE =
  /^(?<name>"(?:[^"\\\r\n]|\\.){0,255}"|@)=hex(?:\((?<type>[0-9a-f]{1,8})\))?:(?<digits>[0-9a-fA-F, \t]*(?:\\\r?\n[0-9a-fA-F, \t]*)*)/gm;
const PAIR = /[0-9a-f]{2}/gi;
/** Size of the pieces in which the text is read, and maximum length of a value that continues after one. */
const PIECE = 1024 * 1024;
const MOST_VALUE = 256 * 1024;
const OPEN = '="';

/** The bytes as text, without the zeros of UTF-16 and the terminating one. */
function textOf(bytes: Buffer): Buffer {
  const isWide = bytes.length >= 4 && bytes.length % 2 === 0 && bytes.every((byte, at) => at % 2 === 0 || byte === 0);
  const narrow = isWide ? Buffer.from(bytes.toString('utf16le'), 'latin1') : bytes;
  let end = narrow.length;
  while (end > 0 && narrow[end - 1] === 0) end--;
  return narrow.subarray(0, end);
}

/** The strings of a list, each on its own line, after the name of the value. */
function lineOf(name: string, text: Buffer): Buffer {
  const strings = text.toString('latin1').replaceAll('\0', '"\n"');
  return Buffer.from(`${name}${OPEN}${strings}"\n`, 'latin1');
}

/** A value written in pairs of digits. */
interface RegistryValue {
  readonly name: string;
  readonly bytes: Buffer;
  readonly span: Span;
}

function* valuesOf(bytes: Buffer): Generator<RegistryValue> {
  for (let from = 0; from < bytes.length;) {
    const text = bytes.toString('latin1', from, from + PIECE + MOST_VALUE);
    const piece = Math.min(PIECE, text.length);
    let end = piece;
    for (const { 0: whole, index, groups } of text.matchAll(VALUE)) {
      if (index >= piece) break;
      end = Math.max(end, index + whole.length);
      const pairs = groups?.['digits']?.match(PAIR) ?? [];
      const span = { start: from + index, end: from + index + whole.length };
      yield { name: groups?.['name'] ?? '', bytes: Buffer.from(pairs.join(''), 'hex'), span };
    }
    from += end;
  }
}

/**
 * Values of an exported registry that are written in hexadecimal pairs: text next to its names, in one view; other data in separate views.
 */
export function* registryViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  const joiner = new Joiner(bytes);
  for (const { name, bytes: value, span } of valuesOf(bytes)) {
    const string = textOf(value);
    if (string.length > 0 && isAscii(string) && isWorth(string)) joiner.put(lineOf(name, string), span);
    else if (isWorth(value)) {
      if (!context.pay(value.length, 'registry', span)) return;
      yield { kind: 'registry', bytes: value, container: isContainer(value), toOuter: () => span };
    }
  }
  if (joiner.length === 0 || !context.pay(joiner.length, 'registry', { start: 0, end: bytes.length })) return;
  const view = joiner.view('registry');
  // No joints: each value is read with its name.
  yield { kind: view.kind, bytes: view.bytes, container: false, toOuter: (span) => view.toOuter(span) };
}
