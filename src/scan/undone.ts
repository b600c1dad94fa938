import { C_ESCAPES, JSON_ESCAPES } from '../view/encoded/backslash.ts';
import { ENTITIES } from '../view/encoded/entity.ts';
import { type EscapeFamily, EscapeSearch } from '../view/encoded/escape-search.ts';
import { PERCENT_ESCAPES } from '../view/encoded/percent.ts';

/** Undoes one way of writing: bytes of a value as they stand, and all that they may stand for. */
type Undo = (written: Buffer) => readonly Buffer[];

function escapesOf(family: EscapeFamily): Undo {
  return (written) => {
    if (!written.includes(family.trigger)) return [written];
    const search = new EscapeSearch(family, written, undefined);
    const whole = { start: 0, end: written.length };
    const blanks = family.blank === undefined ? [undefined] : [undefined, family.blank];
    // Decodings share memory: each is copied.
    return blanks.map((blank) => Buffer.from(search.decode(whole, blank)));
  };
}

/** A mark behind a backslash stands for itself, as in `Properties.store` of Java and in shells. */
function withoutStrokes(written: Buffer): readonly Buffer[] {
  return [Buffer.from(written.toString('latin1').replace(/\\(.)/gs, '$1'), 'latin1')];
}

/** The digits of an equals sign stand in front of the value, as the name's own one is encoded; and at the end of a full line the mark of a soft break. */
function printable(written: Buffer): readonly Buffer[] {
  const text = written.toString('latin1').replace(/^3D/, '').replace(/=$/, '');
  return [
    Buffer.from(
      text.replace(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
      'latin1',
    ),
  ];
}

/** Views of which each sign of a value is read out of its own signs in the text around, so that the two can be compared. */
const UNDOING: ReadonlyMap<string, Undo> = new Map<string, Undo>([
  ...[JSON_ESCAPES, C_ESCAPES, ENTITIES, PERCENT_ESCAPES].map((family): [string, Undo] => [
    family.kind,
    escapesOf(family),
  ]),
  ['shell-unquoted', withoutStrokes],
  ['quoted-printable', printable],
]);

/** More steps than any value is written in. */
const MOST_STEPS = 4;

/** Whether views of these kinds, the outermost first, do nothing but undo encodings of signs. */
export function isUndoing(steps: readonly string[]): boolean {
  return steps.length <= MOST_STEPS && steps.every((step) => UNDOING.has(step));
}

/** All that a value may stand for that is written so, the outermost step first. @param steps that {@link isUndoing} */
function undone(written: Buffer, steps: readonly string[]): readonly Buffer[] {
  let texts: readonly Buffer[] = [written];
  for (const step of steps) texts = texts.flatMap((text) => UNDOING.get(step)?.(text) ?? []);
  return texts;
}

/**
 * Whether what a view reads is a value that stands in the text with signs of its encoding: the same value otherwise, but for blanks and
 * line breaks at its ends.
 *
 * @param written the value as it stands in the text, its bytes as Latin-1
 * @param read what is found in the view, its bytes as Latin-1
 * @param steps kinds of the views, the outermost first, for which {@link isUndoing} holds
 */
export function isReadingOf(written: string, read: string, steps: readonly string[]): boolean {
  if (written === read) return false;
  // A soft break cuts what stands in the text.
  const isCut = written.endsWith('=') && steps.at(-1) === 'quoted-printable';
  return undone(Buffer.from(written, 'latin1'), steps).some((bytes) => {
    const text = bytes.toString('latin1').trim();
    return text === read || (isCut && read.startsWith(text));
  });
}
