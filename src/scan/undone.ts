import { C_ESCAPES, JSON_ESCAPES } from '../view/encoded/backslash.ts';
import { ENTITIES } from '../view/encoded/entity.ts';
import { type EscapeFamily, EscapeSearch } from '../view/encoded/escape-search.ts';
import { PERCENT_ESCAPES } from '../view/encoded/percent.ts';

/** Undoes one way of writing: from the bytes of a value as written to everything they may mean. */
type Undo = (written: Buffer) => readonly Buffer[];

function escapesOf(family: EscapeFamily): Undo {
  return (written) => {
    if (!written.includes(family.trigger)) return [written];
    const search = new EscapeSearch(family, written, undefined);
    const whole = { start: 0, end: written.length };
    const blanks = family.blank === undefined ? [undefined] : [undefined, family.blank];
    // Decodings share memory, so each is copied.
    return blanks.map((blank) => Buffer.from(search.decode(whole, blank)));
  };
}

/** A character after a backslash stands for itself, as in `Properties.store` of Java and in shells. */
function withoutStrokes(written: Buffer): readonly Buffer[] {
  return [Buffer.from(written.toString('latin1').replace(/\\(.)/gs, '$1'), 'latin1')];
}

/**
 * The digits of an encoded equals sign may precede the value, as when the assignment itself is encoded; a full line may
 * end with a soft break.
 */
function printable(written: Buffer): readonly Buffer[] {
  const text = written.toString('latin1').replace(/^3D/, '').replace(/=$/, '');
  return [
    Buffer.from(
      text.replace(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
      'latin1',
    ),
  ];
}

/** Views that decode each character of a value from its own characters in the surrounding text, so that the two can be compared. */
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

/** Whether views of these kinds, outermost first, only undo encodings of characters. */
export function isUndoing(steps: readonly string[]): boolean {
  return steps.length <= MOST_STEPS && steps.every((step) => UNDOING.has(step));
}

/** Everything that a value written this way may mean, outermost step first. @param steps that {@link isUndoing} */
function undone(written: Buffer, steps: readonly string[]): readonly Buffer[] {
  let texts: readonly Buffer[] = [written];
  for (const step of steps) texts = texts.flatMap((text) => UNDOING.get(step)?.(text) ?? []);
  return texts;
}

/**
 * Whether the value that a view reads is the one in the text, with its characters encoded there. Blanks and line breaks
 * at the ends are ignored.
 *
 * @param written the value as written in the text, its bytes as Latin-1
 * @param read the value found in the view, its bytes as Latin-1
 * @param steps kinds of the views, outermost first, for which {@link isUndoing} holds
 */
export function isReadingOf(written: string, read: string, steps: readonly string[]): boolean {
  if (written === read) return false;
  // A soft break cuts the value in the text.
  const isCut = written.endsWith('=') && steps.at(-1) === 'quoted-printable';
  return undone(Buffer.from(written, 'latin1'), steps).some((bytes) => {
    const text = bytes.toString('latin1').trim();
    return text === read || (isCut && read.startsWith(text));
  });
}
