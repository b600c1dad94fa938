import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ScanError, systemReason } from '../../errors.ts';
import { Secret } from '../../secret.ts';
import type { NamedValue } from '../../types.ts';
import { dotenvValues } from './dotenv.ts';
import { type KnownLoad, type KnownProblem, LARGEST_SOURCE } from './sources.ts';

/** Maximum size of a file that is a single value, in bytes. */
const LARGEST_VALUE = 1024 * 1024;
/** Most lines of an environment file that a message names. */
const MOST_LINES = 8;
const DEEPEST = 4;
const MOST_FILES = 100_000;

/**
 * The values of an environment file.
 *
 * @throws {ScanError} `unreadable`, without the name: if a value was typed instead, it must not be shown
 */
export function dotenvFile(path: string): KnownLoad {
  const bytes = readWhole(path, LARGEST_SOURCE);
  if (isBinary(bytes)) throw new ScanError('unreadable', 'it is no text');
  const { values, strange } = dotenvValues(bytes.toString('utf8'));
  if (values.length === 0 || strange.length === 0) return { values, problems: [] };
  const shown = strange.slice(0, MOST_LINES).join(', ');
  const name = `line ${shown}${strange.length > MOST_LINES ? ' …' : ''} of the environment file`;
  return { values, problems: [{ name, detail: 'no NAME=value there' }] };
}

/**
 * The values of a folder with one file each, named by the path in the folder. In a mounted volume, names that begin
 * with two dots are dropped: each value also has a plain name. Links are followed if they stay in the folder.
 *
 * @throws {ScanError} `unreadable` if there is no such folder
 */
export function valueFolder(folder: string): KnownLoad {
  const values: NamedValue[] = [];
  const problems: KnownProblem[] = [];
  let root: string;
  let names: readonly string[];
  try {
    root = realpathSync(folder);
    names = readdirSync(root).sort();
  } catch (cause) {
    throw new ScanError('unreadable', systemReason(cause), { cause });
  }
  const take = (name: string, depth: number): void => {
    const problem = (detail: string): void => void problems.push({ name, detail });
    try {
      const real = realpathSync(join(root, name));
      if (!real.startsWith(root.endsWith(sep) ? root : root + sep))
        return problem('a link that leads out of the folder');
      const stats = statSync(real);
      if (stats.isDirectory()) {
        if (depth >= DEEPEST) return problem('a folder nested too deep');
        for (const inner of plainNames(readdirSync(real))) take(`${name}/${inner}`, depth + 1);
        return;
      }
      if (values.length >= MOST_FILES) return problem('one of too many files');
      values.push(...valueOf(name, readWhole(real, LARGEST_VALUE)));
    } catch (error) {
      problem(error instanceof ScanError ? error.message : systemReason(error));
    }
  };
  for (const name of plainNames(names)) take(name, 0);
  return { values, problems };
}

function plainNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => !name.startsWith('..')).sort();
}

/** A text without its final line break; for bytes that are not text, the ways in which they are written. */
function valueOf(name: string, bytes: Buffer): readonly NamedValue[] {
  if (isBinary(bytes)) {
    const hex = bytes.toString('hex');
    const readings = [bytes.toString('base64url'), hex, hex.toUpperCase()].map((reading) => new Secret(reading));
    return [{ name, secret: new Secret(bytes.toString('base64')), readings }];
  }
  const text = bytes.toString('utf8').replace(/^\ufeff|\r?\n$/g, '');
  return text === '' ? [] : [{ name, secret: new Secret(text) }];
}

function isBinary(bytes: Buffer): boolean {
  return bytes.includes(0) || !Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes);
}

/** Throws `ScanError` `unreadable` with only the state as its message. */
function readWhole(path: string, largest: number): Buffer {
  let fd: number;
  try {
    // Without O_NONBLOCK a named pipe would block the run until somebody writes to it.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw new ScanError('unreadable', systemReason(cause), { cause });
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw new ScanError('unreadable', 'it is not a file');
    if (stats.size > largest) throw new ScanError('unreadable', `it is larger than ${largest / 1024 / 1024} MiB`);
    return readFileSync(fd);
  } catch (cause) {
    throw cause instanceof ScanError ? cause : new ScanError('unreadable', systemReason(cause), { cause });
  } finally {
    closeSync(fd);
  }
}
