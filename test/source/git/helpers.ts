/** Repositories for tests, made with fixed dates and identity. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'A. Author',
  GIT_AUTHOR_EMAIL: 'author@example.com',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'C. Committer',
  GIT_COMMITTER_EMAIL: 'committer@example.com',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:06Z',
};

/** Runs git in a folder, with the identity of tests and no configuration but the repository's, and gives its output. */
export function git(folder: string, args: readonly string[], more: GitExtras = {}): string {
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', args, {
    cwd: folder,
    env: { ...env, ...IDENTITY, ...more.env },
    input: more.input ?? '',
    stdio: ['pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }).trimEnd();
}

/** What one call of git has beside its arguments. */
export interface GitExtras {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
}

/** Runs `body` in a new folder, and removes it. */
export async function withFolder(body: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'git-')));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs `body` in a new repository. */
export async function withRepository(
  body: (folder: string) => Promise<void> | void,
  init: readonly string[] = [],
): Promise<void> {
  await withFolder(async (folder) => {
    git(folder, ['init', '-q', '-b', 'main', ...init]);
    await body(folder);
  });
}

/** Where a repository keeps an object that is in no pack. */
export function looseFile(folder: string, id: string): string {
  return join(folder, '.git/objects', id.slice(0, 2), id.slice(2));
}
