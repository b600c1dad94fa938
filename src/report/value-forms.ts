import { isPlainWord } from '../detect/wordlike.ts';
import { fromXmlReferences } from '../xml-references.ts';
import { jsonText } from './json-text.ts';
import { uriOf } from './names.ts';
import { visible, wellFormed } from './sanitize.ts';
import { commandData, commandProperty } from './workflow-command.ts';
import { xmlName, xmlText } from './xml-text.ts';

/** Shortest text that is searched for: below this a value is a word like any other. In UTF-16 units. */
export const SHORTEST_FORM = 6;
/** Lines of a multi-line value that are searched for by themselves. */
const SHORTEST_LINE = 16;

const WRITERS: readonly ((text: string) => string)[] = [
  (text) => jsonText(text).slice(1, -1),
  (text) => JSON.stringify(text).slice(1, -1),
  xmlText,
  xmlName,
  visible,
  percent,
  (text) => percent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  uriOf,
  commandData,
  commandProperty,
];

/**
 * Every form in which a value could stand in a report: as it is, without the escapes that it was matched with, after each escape that this folder's writers use, its hex
 * digits, and the part of its base64 that is the same whatever stands round it. Forms shorter than {@link SHORTEST_FORM} are left out, and so
 * is a plain word: a folder that is called `nodejs` tells nobody that a file below it has this for a password, but hiding its name does.
 */
export function valueForms(value: string): ReadonlySet<string> {
  const forms = new Set<string>();
  if (value.length < SHORTEST_FORM || isPlainWord(value)) return forms;
  const texts = [value, ...unescaped(value)];
  for (const text of [...texts, ...texts.flatMap(longLines)]) {
    forms.add(text);
    if (!/^[\w-]+$/.test(text)) for (const write of WRITERS) forms.add(write(text));
    for (const core of base64Cores(text)) forms.add(core);
    const hex = Buffer.from(text, 'utf8').toString('hex');
    forms.add(hex).add(hex.toUpperCase());
  }
  for (const form of forms) if (form.length < SHORTEST_FORM) forms.delete(form);
  return forms;
}

/** What a value says that was matched with the escapes of its text: `a\"b` is `a"b` in JSON, `a%22b` in an address. */
function unescaped(value: string): readonly string[] {
  const decoders = [fromJson, fromPercent, fromXmlReferences];
  return decoders.map((decode) => decode(value)).filter((text) => text !== value);
}

function fromJson(text: string): string {
  return text.replace(
    /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))/gs,
    (_, unit: string, byte: string, one: string) =>
      one === undefined ? String.fromCharCode(Number.parseInt(unit ?? byte, 16)) : (CONTROLS[one] ?? one),
  );
}

const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function fromPercent(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

function percent(text: string): string {
  return encodeURIComponent(wellFormed(text));
}

/** Base64 at the three offsets that a value may have in what was encoded, without the characters that its neighbours share. */
function base64Cores(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const core = encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    const urlSafe = core.replaceAll('+', '-').replaceAll('/', '_');
    return urlSafe === core ? [core] : [core, urlSafe];
  });
}

function longLines(value: string): readonly string[] {
  if (!/[\r\n]/.test(value)) return [];
  return value.split(/[\r\n]+/).filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
}
