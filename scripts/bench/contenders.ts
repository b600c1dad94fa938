import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.ts';
import type { Command } from './measure.ts';
import { programPath } from './peers.ts';
import { syntheticRules } from './synthetic-rules.ts';

/** Something that is measured on a corpus: watertight, a limit, or a peer. */
export interface Contender {
  readonly name: string;
  /** The program that it needs, in the cache or on `PATH`. */
  readonly program: string;
  /** The command for a folder. */
  readonly command: (program: string, folder: string) => Command;
  /** Most megabytes of a corpus that it gets, where the whole would take too long. */
  readonly most?: Readonly<Record<string, number>>;
}

const BIN = join(import.meta.dirname, '../../bin/watertight.js');
const WORDS = join(import.meta.dirname, 'words.txt');
const OWN_ENV = { WATERTIGHT_PACKET: '', WATERTIGHT_KEY: '' };

/** The command line of watertight itself, from the built bundle, with the built-in packet. */
export function watertight(...args: readonly string[]): Command {
  return { argv: [process.execPath, BIN, ...args], codes: [0, 1, 3], env: OWN_ENV };
}

/** All files below a folder, given to a program by `find`. */
function each(folder: string, ...command: readonly string[]): string[] {
  return ['find', folder, '-type', 'f', '-exec', ...command, '{}', '+'];
}

/** Watertight first, as it is, on one thread, and there with many more rules, too; then what reading alone and a plain search for words cost; then the peers, default rules, offline. */
export const CONTENDERS: readonly Contender[] = [
  {
    name: 'watertight',
    program: process.execPath,
    command: (_, folder) => watertight('scan', folder, '--quiet', '--format', 'json'),
  },
  {
    name: 'watertight, one thread',
    program: process.execPath,
    command: (_, folder) => watertight('scan', folder, '--quiet', '--format', 'json', '--threads', '1'),
  },
  {
    name: 'watertight, 2,000 more rules',
    program: process.execPath,
    command: (_, folder) =>
      watertight('scan', folder, '--quiet', '--format', 'json', '--threads', '1', '--rules', syntheticRules()),
  },
  { name: 'cat', program: 'cat', command: (program, folder) => ({ argv: each(folder, program), codes: [0] }) },
  { name: 'wc -l', program: 'wc', command: (program, folder) => ({ argv: each(folder, program, '-l'), codes: [0] }) },
  {
    name: 'rg -ci, 100 words',
    program: 'rg',
    command: (program, folder) => ({
      argv: [program, '-c', '-i', '-F', '--hidden', '--no-ignore', '--no-config', '-f', WORDS, folder],
      codes: [0, 1],
    }),
  },
  {
    name: 'kingfisher',
    program: 'kingfisher',
    command: (program, folder) => ({
      argv: [program, 'scan', '--no-validate', '--no-update-check', '-q', folder],
      codes: [0, 200, 205],
    }),
  },
  {
    name: 'betterleaks',
    program: 'betterleaks',
    command: (program, folder) => ({
      argv: [program, 'dir', folder, '--exit-code', '0', '--no-banner', '--log-level', 'error'],
      codes: [0],
    }),
    most: { source: 100, logs: 100, json: 40 },
  },
  {
    name: 'trufflehog',
    program: 'trufflehog',
    command: (program, folder) => ({
      argv: [program, 'filesystem', folder, '--no-verification', '--no-update', '--json'],
      codes: [0],
    }),
    most: { source: 50, logs: 50, json: 40 },
  },
  {
    name: 'gitleaks',
    program: 'gitleaks',
    command: (program, folder) => ({
      argv: [program, 'dir', folder, '--exit-code', '0', '--no-banner', '--log-level', 'error'],
      codes: [0],
    }),
    most: { source: 20, logs: 20, json: 10 },
  },
  {
    name: 'secretlint',
    program: 'secretlint',
    command: (program, folder) => ({
      argv: [program, '--secretlintrc', secretlintrc(), '--secretlintignore', '/dev/null', '**/*'],
      codes: [0, 1],
      cwd: folder,
    }),
    most: { source: 5, logs: 40, json: 40 },
  },
  {
    name: 'detect-secrets',
    program: 'detect-secrets',
    command: (program, folder) => ({ argv: [program, 'scan', '--all-files', '.'], codes: [0], cwd: folder }),
    most: { source: 2, logs: 2, json: 2 },
  },
];

/** The absolute path of a contender's program, undefined where it is not installed. */
export function installed({ program }: Contender): string | undefined {
  return program === process.execPath ? program : programPath(program);
}

/** Secretlint needs its rules named in a file. */
function secretlintrc(): string {
  const file = join(CACHE, 'secretlintrc.json');
  writeFileSync(file, JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }));
  return file;
}
