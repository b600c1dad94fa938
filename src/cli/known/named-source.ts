import { fstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { shapeOf } from '../../detect/wordlike.ts';
import { ScanError } from '../../errors.ts';
import { looksLikeValue } from '../../policy/decision/looks-like-value.ts';
import { type KnownLoad, type KnownSource, USUAL_NAMES } from '../../source/known/sources.ts';
import type { CliIo } from '../io.ts';

/** A source, how to speak of it without what stands on the command line, and whether it was named there. */
export interface NamedSource {
  readonly source: KnownSource;
  readonly says: string;
  readonly byFlag: boolean;
}

const NOTHING_IN: Readonly<Record<KnownSource['kind'], string>> = {
  env: 'no variable with a matching name is set',
  dotenv: 'it has no NAME=value line',
  dir: 'it has no file with a value',
  fd: 'it was empty',
};

/** What is told of a source that a flag names and that gives nothing: a name that was mistyped, a vault that handed over nothing. */
export function nothingIn({ kind }: KnownSource, { values, problems }: KnownLoad): string | undefined {
  return values.length + problems.length === 0 ? NOTHING_IN[kind] : undefined;
}

/** Characters of a name that read as no words, from which on it is more likely a value. */
const LEAST_RANDOM = 8;

/** What a source gave, with a number for each name that is more likely a value: what is no environment file has values where names should be. */
export function withSafeNames({ values, problems }: KnownLoad): KnownLoad {
  return { values: values.map(safelyNamed), problems: problems.map(safelyNamed) };
}

function safelyNamed<T extends { readonly name: string }>(one: T, index: number): T {
  return shapeOf(one.name).random >= LEAST_RANDOM ? { ...one, name: `value no. ${index + 1}` } : one;
}

/** The word for the customary names of variables. */
const USUAL = 'usual';

/**
 * `--known-dir (no. 2)`, with the name behind it where it can be none but a name: what stands on a command line in its place may be a
 * value by mistake.
 */
export function nth(flag: string, index: number, name: string = ''): string {
  return `${flag} (no. ${index + 1}${isPlainName(name) ? `, ${name}` : ''})`;
}

/** A path with a folder or an ending, or names of variables in capitals; short words, none of which looks random. */
function isPlainName(text: string): boolean {
  const isPath = /^[\w.~/-]{1,200}$/.test(text) && (text.includes('/') || /[^.]\.[a-z]{1,10}$/.test(text));
  if (!isPath && !/^[A-Z*][A-Z_*]*$/.test(text)) return false;
  return !text.split(/[/.]/).some((part) => looksLikeValue(part));
}

/** Variables by a glob. Throws `ScanError` `usage` for what is no glob of names: it may be a value. */
export function envSource(glob: string, says: string): NamedSource {
  if (!/^[A-Za-z0-9_*]{1,200}$/.test(glob))
    throw new ScanError('usage', `Cannot use ${says}: it must be a name or a glob of names, never a value`);
  return { source: { kind: 'env', names: glob === USUAL ? USUAL_NAMES : [glob] }, says, byFlag: true };
}

/** An environment file. */
export function dotenvSource(path: string, says: string, io: CliIo): NamedSource {
  return { source: { kind: 'dotenv', path: resolve(io.cwd, path) }, says, byFlag: true };
}

/** A folder of values. */
export function dirSource(path: string, says: string, io: CliIo): NamedSource {
  return { source: { kind: 'dir', path: resolve(io.cwd, path) }, says, byFlag: true };
}

/** An open descriptor. Throws `ScanError` `usage` for one that cannot be read. */
export function fdSource(text: string, says: string, io: CliIo, isStdinTaken: boolean): NamedSource {
  return { source: { kind: 'fd', bytes: descriptorOf(text, says, io, isStdinTaken) }, says, byFlag: true };
}

/**
 * `env:GLOB`, `dotenv:FILE`, `dir:FOLDER` or `fd:N`.
 *
 * @throws {ScanError} `usage` for anything else, without repeating it
 */
export function parseSource(text: string, index: number, io: CliIo): NamedSource {
  const at = text.indexOf(':');
  const says = nth('--from', index, text.slice(at + 1));
  const make = Object.hasOwn(SOURCES, text.slice(0, at)) ? SOURCES[text.slice(0, at)] : undefined;
  if (make === undefined || at === text.length - 1)
    throw new ScanError('usage', `Cannot use ${says}: it must be env:GLOB, dotenv:FILE, dir:FOLDER or fd:N`);
  return make(text.slice(at + 1), says, io);
}

const SOURCES: Readonly<Record<string, (rest: string, says: string, io: CliIo) => NamedSource>> = {
  env: envSource,
  dotenv: dotenvSource,
  dir: dirSource,
  fd: (rest, says, io) => fdSource(rest, says, io, false),
};

/** The bytes of a descriptor that a flag names, read when they are asked for. */
export function descriptorOf(text: string, says: string, io: CliIo, isStdinTaken: boolean): AsyncIterable<Uint8Array> {
  if (!/^\d{1,4}$/.test(text))
    throw new ScanError('usage', `Cannot use ${says}: it must be the number of an open descriptor`);
  const fd = Number(text);
  if (fd === 1 || fd === 2) throw new ScanError('usage', `Cannot use ${says}: results are written there`);
  if (fd === 0 && isStdinTaken)
    throw new ScanError('usage', `Cannot use ${says}: standard input is used for something else`);
  return fd === 0 ? io.stdin : opened(fd);
}

async function* opened(fd: number): AsyncGenerator<Uint8Array> {
  try {
    if (fstatSync(fd).isDirectory()) throw new ScanError('usage', 'it is a folder');
  } catch (cause) {
    throw cause instanceof ScanError ? cause : new ScanError('usage', 'it is not open', { cause });
  }
  const { descriptorBytes } = await import('../../source/known/load.ts');
  yield* descriptorBytes(fd);
}
