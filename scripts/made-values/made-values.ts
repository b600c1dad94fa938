import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What makes values: from which characters, and how many of them. */
interface Maker {
  readonly maker: string;
  readonly lengths: readonly number[];
  /** @default both cases */
  readonly letters?: 'small';
  readonly signs: string;
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

const NAMES = ['password', 'db_password', 'PGPASSWORD', 'secret', 'clientSecret', 'secret_key', 'API_TOKEN'];
const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

function readData<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as readonly T[];
}

/** The same characters for the same seed. */
function drawn(alphabet: string, length: number, seed: string): string {
  let value = '';
  for (let round = 0; value.length < length; round++)
    for (const byte of createHash('sha512').update(`${seed} ${round}`).digest())
      if (byte < 256 - (256 % alphabet.length)) value += alphabet[byte % alphabet.length];
  return value.slice(0, length);
}

/**
 * Writes values as generators of passwords and keys make them, one in a file, in the formats of settings, code and logs.
 *
 * @param rounds values of each maker, length and format
 */
export function writeMade(folder: string, rounds: number): Made[] {
  const made: Made[] = [];
  for (const { maker, lengths, letters, signs } of readData<Maker>('makers.json')) {
    const alphabet = SMALL + (letters === 'small' ? '' : SMALL.toUpperCase()) + DIGITS + signs;
    for (const { format, file, text, escape, without = '' } of readData<Format>('formats.json')) {
      for (const length of lengths) {
        for (let round = 0; round < rounds; round++) {
          const value = drawn(alphabet, length, `${maker} ${format} ${length} ${round}`);
          if ([...without].some((sign) => value.includes(sign))) continue;
          const name = NAMES[made.length % NAMES.length] ?? '';
          const written = escape === undefined ? value : ESCAPES[escape](value);
          const path = `${made.length}/${file}`;
          mkdirSync(join(folder, `${made.length}`));
          writeFileSync(
            join(folder, path),
            text
              .replace('NAME', () => name)
              .replace('VALUE', () => written)
              .replace('/NAME', () => `/${name}`),
          );
          made.push({ path, maker, format });
        }
      }
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
