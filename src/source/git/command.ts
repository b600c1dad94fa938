import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { ScanError } from '../../errors.ts';
import { Complaints, failureOf } from './failure.ts';

/** Environment variables that determine the repository or index, or who commits; the caller names those that git may see. */
export type GitVariable =
  | 'GIT_AUTHOR_NAME'
  | 'GIT_AUTHOR_EMAIL'
  | 'GIT_COMMITTER_NAME'
  | 'GIT_COMMITTER_EMAIL'
  | 'EMAIL'
  | 'GIT_DIR'
  | 'GIT_WORK_TREE'
  | 'GIT_COMMON_DIR'
  | 'GIT_INDEX_FILE'
  | 'GIT_OBJECT_DIRECTORY'
  | 'GIT_ALTERNATE_OBJECT_DIRECTORIES'
  | 'GIT_QUARANTINE_PATH';

/** Where git runs and what it may know of the environment. */
export interface GitOptions {
  /** Absolute path of the folder that git starts in. */
  readonly cwd: string;
  /** The process's environment. Git sees only `PATH`, what Windows needs to start a program, and `pass`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default none */
  readonly pass?: readonly GitVariable[];
  /** The repository itself, if known: git then does not search for one from `cwd` upwards. */
  readonly gitDir?: string;
  /** Values of `safe.directory` set by the user: see `openRepository`. */
  readonly safeDirectories?: readonly string[];
  /** Lets git read the user's own configuration, only to query a setting or who commits. @default false */
  readonly userConfiguration?: boolean;
  /** Stops git early. */
  readonly signal?: AbortSignal | undefined;
}

/** A running git process. */
export interface GitProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /**
   * Settles when git has ended and its output has been read.
   *
   * @throws {ScanError} `usage` for a repository that git refuses to open, `unreadable` for every other non-zero exit
   * code, `interrupted` if the signal ended it
   */
  readonly ended: Promise<void>;
  /** Stops git without waiting for it; `ended` then settles without an error. */
  stop(): void;
}

/**
 * Settings that keep a repository's own configuration from starting anything or accessing the network. A repository may
 * itself set `protocol.<name>.allow`, but `GIT_ALLOW_PROTOCOL` takes precedence. A commit-graph repeats what commits
 * say, and a false one would hide commits.
 */
const SETTINGS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.untrackedCache=false',
  'core.pager=cat',
  'core.askPass=',
  'core.sshCommand=false',
  'core.alternateRefsCommand=',
  'core.commitGraph=false',
  'credential.helper=',
  'diff.external=',
  'log.showSignature=false',
  'gpg.program=false',
  'protocol.allow=never',
  'submodule.recurse=false',
  'maintenance.auto=false',
  'gc.auto=0',
  'advice.graftFileDeprecated=false',
];

const FLAGS = ['--no-pager', '--no-replace-objects', '--literal-pathspecs'];

/**
 * The environment of every git process. `GIT_NO_LAZY_FETCH` (git 2.39.4) keeps partial clones from downloading. A graft
 * gives a commit other parents, and would hide its real ones from a walk. Without a `HOME`, git would refuse each
 * repository that sets a path with a tilde; this one is empty.
 */
const FIXED: Readonly<Record<string, string>> = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  HOME: '/dev/null',
  LC_ALL: 'C',
};

/** Windows needs these to start a program. */
const SYSTEM = ['PATH', 'SystemRoot', 'PATHEXT', 'TEMP', 'TMP'];

/**
 * Starts git: no shell, a fixed environment, and no program from the repository's own configuration. The caller passes
 * only plumbing commands, and no argument from evidence except object ids.
 *
 * @throws {ScanError} `usage` if git is not installed
 */
export function startGit(args: readonly string[], options: GitOptions): GitProcess {
  const child = spawn(gitProgram(options.env), [...flagsOf(options), ...args], {
    cwd: options.cwd,
    env: environmentOf(options),
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
  });
  // A git that ends early closes its end: `ended` reports it.
  child.stdin.on('error', () => undefined);
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    child.kill();
    child.stdout.destroy();
  };
  const onAbort = (): void => void child.kill();
  if (options.signal?.aborted === true) onAbort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const ended = endOf(child, args[0] ?? '', { stopped: () => stopped, signal: options.signal }).finally(() =>
    options.signal?.removeEventListener('abort', onAbort),
  );
  ended.catch(() => undefined);
  return { stdin: child.stdin, stdout: child.stdout, ended, stop };
}

/**
 * The whole output of a git command.
 *
 * @param input for its standard input
 * @throws {ScanError} as `GitProcess.ended`, and `too-large` for output over 512 MiB
 */
export async function runGit(args: readonly string[], options: GitOptions, input = ''): Promise<Buffer> {
  const git = startGit(args, options);
  git.stdin.end(input);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of git.stdout as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > LARGEST_OUTPUT) {
      git.stop();
      throw new ScanError('too-large', `Cannot read the repository: git ${args[0]} gave over ${LARGEST_OUTPUT} bytes`);
    }
  }
  await git.ended;
  return Buffer.concat(parts, size);
}

const LARGEST_OUTPUT = 512 * 1024 * 1024;

function flagsOf({ gitDir }: GitOptions): string[] {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  return [...FLAGS, ...settings, ...(gitDir === undefined ? [] : [`--git-dir=${gitDir}`])];
}

/** Variables that tell git where the user's configuration is. */
const USER = [
  'HOME',
  'XDG_CONFIG_HOME',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CONFIG_PARAMETERS',
  'USERPROFILE',
];

function environmentOf(options: GitOptions): Record<string, string> {
  const { env, pass = [], safeDirectories = [], userConfiguration = false } = options;
  const own: Record<string, string> = { ...FIXED };
  if (userConfiguration) for (const name of USER) delete own[name];
  for (const name of [...SYSTEM, ...pass, ...(userConfiguration ? USER : [])]) {
    const value = env[name];
    if (value !== undefined) own[name] = value;
  }
  if (safeDirectories.length > 0) own['GIT_CONFIG_COUNT'] = String(safeDirectories.length);
  safeDirectories.forEach((folder, index) => {
    own[`GIT_CONFIG_KEY_${index}`] = 'safe.directory';
    own[`GIT_CONFIG_VALUE_${index}`] = folder;
  });
  return own;
}

/** The first git in the absolute folders of `PATH`: a relative one could lead into the evidence. */
function gitProgram(env: GitOptions['env']): string {
  const names = env['SystemRoot'] === undefined ? ['git'] : ['git.exe', 'git'];
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) if (isProgram(join(folder, name))) return join(folder, name);
  }
  throw new ScanError('usage', 'Cannot read Git repositories: there is no git in the absolute folders of PATH');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

interface Ending {
  readonly stopped: () => boolean;
  readonly signal: AbortSignal | undefined;
}

function endOf(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  command: string,
  ending: Ending,
): Promise<void> {
  const complaints = new Complaints();
  child.stderr.on('data', (part: Buffer) => complaints.add(part));
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(new ScanError('usage', 'Cannot start git', { cause })));
    child.on('close', (code) => {
      if (ending.stopped()) resolve();
      else if (ending.signal?.aborted === true) {
        reject(new ScanError('interrupted', 'Cannot read the repository to its end: the run was ended'));
      } else if (code === 0) resolve();
      else reject(failureOf(command, code, complaints));
    });
  });
}
