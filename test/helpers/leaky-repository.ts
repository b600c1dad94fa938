/** A repository with an invented value in every place that an audit looks at, made with fixed dates and identity. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { git } from '../source/git/helpers.ts';
import { readRules, valuesFor } from './fixture-values.ts';

/** Places of values, in the words of `PARTS` where there is one. */
export const PLACES = [
  'blob',
  'merge',
  'message',
  'trailer',
  'author',
  'committer',
  'tag',
  'note',
  'ref',
  'path',
  'stash',
  'reflog-commit',
  'dangling',
  'staged',
  'utf-16',
  'binary',
  'gzip',
  'bundle',
  'config',
  'hook',
  'lfs',
] as const;
/** One of {@link PLACES}. */
export type LeakyPlace = (typeof PLACES)[number];

/** What was put where. */
export interface Leaks {
  readonly values: ReadonlyMap<LeakyPlace, string>;
  /** Commit that brought each value in, where there is one. */
  readonly commits: ReadonlyMap<LeakyPlace, string>;
}

/** Fills an empty repository on branch `main`; HEAD's files hold none of the values at the end. */
export async function fillLeaky(root: string): Promise<Leaks> {
  const values = await leakyValues();
  const valueOf = (place: LeakyPlace): string => values.get(place) ?? '';
  const commits = new Map<LeakyPlace, string>();
  const repository = new Filler(root, (place, id) => commits.set(place, id));
  addFiles(repository, root, valueOf);
  addCommitTexts(repository, root, valueOf);
  addMerge(repository, root, valueOf('merge'));
  removeFiles(repository, root);
  addRefs(root, valueOf);
  addLost(repository, root, valueOf);
  addFolder(root, valueOf);
  return { values, commits };
}

async function leakyValues(): Promise<Map<LeakyPlace, string>> {
  const source = valuesFor(await readRules(new URL('../../', import.meta.url)), 'leaky-repository');
  return new Map(PLACES.map((place, index) => [place, source.valueOf(`github-classic-pat#${index}`)]));
}

class Filler {
  readonly #root: string;
  readonly #note: (place: LeakyPlace, id: string) => void;

  constructor(root: string, note: (place: LeakyPlace, id: string) => void) {
    this.#root = root;
    this.#note = note;
  }

  put(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.#root, path)), { recursive: true });
    writeFileSync(join(this.#root, path), content);
  }

  /** Commits everything and notes the commit as that of `places`. */
  commit(places: readonly LeakyPlace[], message: string, env: Readonly<Record<string, string>> = {}): string {
    git(this.#root, ['add', '-A']);
    git(this.#root, ['commit', '-q', '--allow-empty', '-F', '-'], { env, input: message });
    const id = git(this.#root, ['rev-parse', 'HEAD']);
    for (const place of places) this.#note(place, id);
    return id;
  }
}

const FILES = ['config/app.env', 'notes.txt', 'data.dat', 'logs/run.log.gz', 'old.bundle'];

function addFiles(repository: Filler, root: string, valueOf: (place: LeakyPlace) => string): void {
  repository.put('README.md', 'Nothing here.\n');
  repository.commit([], 'Begin');
  repository.put('config/app.env', `# settings\nACCESS=${valueOf('blob')}\n`);
  repository.put('notes.txt', Buffer.from(`\ufeffkept as ${valueOf('utf-16')}\r\n`, 'utf16le'));
  repository.put('.gitattributes', '*.dat binary\n');
  repository.put('data.dat', Buffer.concat([Buffer.from([0, 1, 2, 255, 0]), Buffer.from(` ${valueOf('binary')} `)]));
  repository.put('logs/run.log.gz', gzipSync(`started with ${valueOf('gzip')}\n`));
  repository.put('old.bundle', bundleWith(root, valueOf('bundle')));
  repository.put(`exports/${valueOf('path')}.txt`, 'a list\n');
  repository.commit(['blob', 'utf-16', 'binary', 'gzip', 'bundle', 'path'], 'Add files');
}

/** A bundle of a repository of its own, with the value in a file that a later commit changes: so there is a delta. */
function bundleWith(root: string, value: string): Buffer {
  const inner = join(root, '.git', 'bundle-source');
  mkdirSync(inner, { recursive: true });
  git(inner, ['init', '-q', '-b', 'main']);
  const filler = new Filler(inner, () => undefined);
  const text = Array.from({ length: 200 }, (_, line) => `line ${line} of a text that is long enough\n`).join('');
  filler.put('file.txt', text);
  filler.commit([], 'One');
  filler.put('file.txt', `${text}token ${value}\n`);
  filler.commit([], 'Two');
  git(inner, ['bundle', 'create', '-q', '../made.bundle', '--all']);
  const bundle = readFileSync(join(root, '.git', 'made.bundle'));
  rmSync(inner, { recursive: true });
  rmSync(join(root, '.git', 'made.bundle'));
  return bundle;
}

function addCommitTexts(repository: Filler, root: string, valueOf: (place: LeakyPlace) => string): void {
  repository.commit(['message'], `Try it\n\nIt works with ${valueOf('message')}, see there.\n`);
  repository.commit(
    ['trailer'],
    `Say how\n\nAs before.\n\nReviewed-by: A. Author <a@example.com>\nToken: ${valueOf('trailer')}\n`,
  );
  repository.commit(['author'], 'By somebody else', { GIT_AUTHOR_NAME: valueOf('author') });
  repository.commit(['committer'], 'By a machine', { GIT_COMMITTER_NAME: valueOf('committer') });
  git(root, ['tag', '-a', 'v1', '-m', `Release with ${valueOf('tag')}`]);
  git(root, ['notes', 'add', '-m', `tested with ${valueOf('note')}`]);
}

/** Both sides change a line, and the value stands in the merge's own resolution alone. */
function addMerge(repository: Filler, root: string, value: string): void {
  repository.put('merged.txt', 'one\n');
  repository.commit([], 'Base');
  git(root, ['checkout', '-q', '-b', 'side']);
  repository.put('merged.txt', 'two\n');
  repository.commit([], 'Side');
  git(root, ['checkout', '-q', 'main']);
  repository.put('merged.txt', 'three\n');
  repository.commit([], 'Main');
  git(root, ['merge', '-q', '--no-commit', '-s', 'ours', 'side']);
  repository.put('merged.txt', `four ${value}\n`);
  repository.commit(['merge'], 'Merge side');
}

function removeFiles(repository: Filler, root: string): void {
  git(root, ['rm', '-q', '-r', ...FILES, 'merged.txt', 'exports']);
  repository.commit([], 'Take them out again', { GIT_COMMITTER_DATE: '2026-02-03T04:05:06Z' });
}

function addRefs(root: string, valueOf: (place: LeakyPlace) => string): void {
  git(root, ['branch', `try-${valueOf('ref')}`]);
}

/** What no branch leads to: a stash, a commit that only the reflog has, a blob that nothing has, a staged file. */
function addLost(repository: Filler, root: string, valueOf: (place: LeakyPlace) => string): void {
  repository.put('README.md', `Tried ${valueOf('stash')}\n`);
  git(root, ['stash', '-q']);
  repository.put('lost.txt', `lost ${valueOf('reflog-commit')}\n`);
  repository.commit(['reflog-commit'], 'Soon lost');
  git(root, ['reset', '-q', '--hard', 'HEAD~1']);
  git(root, ['hash-object', '-w', '--stdin'], { input: `dangling ${valueOf('dangling')}\n` });
  repository.put('staged.txt', `staged ${valueOf('staged')}\n`);
  git(root, ['add', 'staged.txt']);
}

function addFolder(root: string, valueOf: (place: LeakyPlace) => string): void {
  git(root, ['config', 'remote.origin.url', `https://${valueOf('config')}@example.com/a.git`]);
  const put = (path: string, content: string): void =>
    new Filler(join(root, '.git'), () => undefined).put(path, content);
  put('hooks/pre-push', `#!/bin/sh\nTOKEN=${valueOf('hook')}\n`);
  put('lfs/objects/ab/cd/abcd', `large file with ${valueOf('lfs')}\n`);
}
