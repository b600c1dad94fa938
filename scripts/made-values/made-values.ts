import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What makes values: from which characters, and how many of them. */
interface Machine {
  readonly maker: string;
  readonly lengths: readonly number[];
  /** @default both cases */
  readonly letters?: 'small';
  readonly signs: string;
}

/** A person who makes passwords: `{Word}`, `{word}`, `{digits}` and `{sign}` are drawn. */
interface Person {
  readonly maker: string;
  readonly form: string;
}

/** How a format writes `VALUE` behind `NAME`. */
interface Format {
  readonly format: string;
  readonly file: string;
  readonly text: string;
  readonly escape?: keyof typeof ESCAPES;
  /** Characters that it cannot write: values with one of them are left out. */
  readonly without?: string;
}

/** A value that was written, by who made it and how. */
export interface Made {
  /** Of its file, below the folder. */
  readonly path: string;
  readonly maker: string;
  readonly format: string;
}

const ESCAPES = {
  string: (value: string): string => JSON.stringify(value).slice(1, -1),
  doubled: (value: string): string => value.replaceAll("'", "''"),
  backslash: (value: string): string => value.replaceAll('\\', '\\\\'),
  entities: (value: string): string =>
    value.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;'),
} as const;

const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

const MAKERS = readData('makers.json') as readonly (Machine | Person)[];
const FORMATS = readData('formats.json') as readonly Format[];
/** Names of secrets of any kind and of passwords alone, and what people make passwords of. */
const WORDS = readData('words.json') as Readonly<
  Record<'credentialNames' | 'passwordNames' | 'words', readonly string[]>
>;

function readData(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
}

/** The same characters for the same seed. */
function drawn(alphabet: string, length: number, seed: string): string {
  let value = '';
  for (let round = 0; value.length < length; round++) {
    for (const byte of createHash('sha512').update(`${seed} ${round}`).digest())
      if (byte < 256 - (256 % alphabet.length)) value += alphabet[byte % alphabet.length];
  }
  return value.slice(0, length);
}

interface Value {
  readonly maker: string;
  readonly text: string;
  /** Names that such a value has. */
  readonly names: readonly string[];
}

/** One of a list, the same for the same seed. */
function oneOf(list: readonly string[], seed: string): string {
  return list[createHash('sha512').update(seed).digest().readUInt32BE() % list.length] ?? '';
}

/** A form with words, numbers and signs drawn for its parts. */
function chosen(form: string, seed: string): string {
  return form.replace(/\{(?<part>\w+)\}/g, (_, part: string, at: number) => {
    const word = oneOf(WORDS.words, `${seed} ${at}`);
    if (part === 'digits') return drawn(DIGITS, 2, `${seed} ${at}`);
    if (part === 'sign') return drawn('!?#$%&*', 1, `${seed} ${at}`);
    return part === 'word' ? word : word.charAt(0).toUpperCase() + word.slice(1);
  });
}

function hasAny(text: string, signs = ''): boolean {
  return Array.from(signs).some((sign) => text.includes(sign));
}

/** What one maker makes for one format, before any is left out. */
function* madeBy(maker: Machine | Person, format: string, rounds: number): Generator<Value> {
  if ('form' in maker) {
    for (let round = 0; round < rounds; round++) {
      const text = chosen(maker.form, `${maker.maker} ${format} ${round}`);
      yield { maker: maker.maker, text, names: WORDS.passwordNames };
    }
    return;
  }
  const alphabet = SMALL + (maker.letters === 'small' ? '' : SMALL.toUpperCase()) + DIGITS + maker.signs;
  for (const length of maker.lengths) {
    for (let round = 0; round < rounds; round++) {
      const text = drawn(alphabet, length, `${maker.maker} ${format} ${length} ${round}`);
      yield { maker: maker.maker, text, names: WORDS.credentialNames };
    }
  }
}

/** The values that are written in one format. */
function* valuesFor({ format, without }: Format, rounds: number): Generator<Value> {
  for (const maker of MAKERS)
    for (const value of madeBy(maker, format, rounds)) if (!hasAny(value.text, without)) yield value;
}

/**
 * Writes values as generators of passwords and keys, and people, make them, one in a file, in the formats of settings, code and logs.
 *
 * @param rounds values of each maker, length and format
 */
export function writeMade(folder: string, rounds: number): Made[] {
  const made: Made[] = [];
  for (const format of FORMATS) {
    for (const { maker, text, names } of valuesFor(format, rounds)) {
      const name = names[made.length % names.length] ?? '';
      const written = format.escape === undefined ? text : ESCAPES[format.escape](text);
      const path = `${made.length}/${format.file}`;
      mkdirSync(join(folder, `${made.length}`));
      writeFileSync(
        join(folder, path),
        format.text.replaceAll('NAME', name).replace('VALUE', () => written),
      );
      made.push({ path, maker, format: format.format });
    }
  }
  return made;
}

/** How many values of each kind lie in a file that has a finding, as lines, and the share of all in percent. */
export function madeFound(made: readonly Made[], found: ReadonlySet<string>): { lines: string[]; recall: number } {
  const lines = (['maker', 'format'] as const).flatMap((by) =>
    [...new Set(made.map((one) => one[by]))].map((kind) => {
      const all = made.filter((one) => one[by] === kind);
      return `  ${kind}: ${all.filter(({ path }) => found.has(path)).length} of ${all.length}`;
    }),
  );
  const share = made.filter(({ path }) => found.has(path)).length / made.length;
  return { lines, recall: Math.round(share * 1000) / 10 };
}
