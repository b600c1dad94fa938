import { once } from 'node:events';
import { type GitProcess, startGit } from './command.ts';
import { eachLine } from './listing.ts';
import type { Repository } from './repository.ts';

/** A commit that adds an object at a path, or removes it from there. */
export interface Change {
  readonly commit: string;
  readonly path: string;
}

/** Where objects and names enter the history, and where they leave it. */
export interface Changes {
  /** By object id, in commit order. */
  readonly added: Map<string, Change[]>;
  readonly removed: Map<string, Change[]>;
  /** By name (as latin1 characters), the first commit with a path that has the name as one of its steps. */
  readonly named: Map<string, Change>;
  /** False if git did not finish because objects are missing. */
  readonly complete: boolean;
}

/** What to look for. Names are latin1 characters, one per byte. */
export interface Wanted {
  readonly objects: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** How often git is restarted after a commit whose tree is missing or endless. */
const RESTARTS = 200;
/** Maximum number of entries of one commit: trees that name each other many times over have more than can be read. */
const MOST_ENTRIES = 2_000_000;
/**
 * Time without an answer, in ms, after which git is stopped, and how often: it builds such a commit in memory before it
 * prints any of it.
 */
const PATIENCE = 10_000;
const MOST_STOPS = 2;
/** Maximum number of changes kept per object. */
const MOST_CHANGES = 10_000;
const COLON = 0x3a;

/**
 * Compares each commit with its parents (a merge by what differs from all of them) and records the wanted changes.
 *
 * @param commits ids, parents first
 */
export async function readChanges(
  repository: Repository,
  commits: readonly string[],
  wanted: Wanted,
): Promise<Changes> {
  const reading = new ChangeReading(wanted);
  let from = 0;
  let stops = 0;
  for (let starts = 0; from < commits.length; starts++) {
    const git = startGit(
      ['diff-tree', '--stdin', '-r', '-c', '--root', '--raw', '--always', '--no-renames', '--no-abbrev', '-z'],
      repository.git,
    );
    void feed(git, commits, from);
    reading.seen = 0;
    const timer = setInterval(() => {
      if (!reading.isStuck()) return;
      stops++;
      git.stop();
    }, PATIENCE);
    try {
      await eachLine(git.stdout, (text, start, end) => reading.token(text, start, end, git), 0);
      await git.ended;
      from = commits.length;
    } catch {
      if (starts === RESTARTS || stops > MOST_STOPS) return { ...reading.changes, complete: false };
      // The commit whose comparison failed or was stopped was named last, or not at all.
      from += Math.max(1, reading.seen);
      reading.complete = false;
    } finally {
      clearInterval(timer);
    }
  }
  return { ...reading.changes, complete: reading.complete };
}

async function feed({ stdin }: GitProcess, commits: readonly string[], from: number): Promise<void> {
  try {
    for (let at = from; at < commits.length; at += 1000) {
      if (stdin.destroyed) return;
      if (!stdin.write(`${commits.slice(at, at + 1000).join('\n')}\n`)) await once(stdin, 'drain');
    }
    stdin.end();
  } catch {
    // Git has ended: its exit code tells why.
  }
}

/** Reads `commit`, `:modes ids status` and `path`, separated by NUL. */
class ChangeReading {
  readonly changes = {
    added: new Map<string, Change[]>(),
    removed: new Map<string, Change[]>(),
    named: new Map<string, Change>(),
  };
  readonly #wanted: Wanted;
  #commit = '';
  #added: string | undefined;
  #removed: readonly string[] = [];
  #isPath = false;
  #entries = 0;
  #tokens = 0;
  #tokensBefore = -1;
  /** Number of commits named since git was started. */
  seen = 0;
  complete = true;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  /** Whether nothing has arrived since the previous call. */
  isStuck(): boolean {
    const isStuck = this.#tokens === this.#tokensBefore;
    this.#tokensBefore = this.#tokens;
    return isStuck;
  }

  /** @param git the process the token came from; it is stopped if a commit is endless */
  token(text: Buffer, start: number, end: number, git: GitProcess): void {
    this.#tokens++;
    if (++this.#entries > 2 * MOST_ENTRIES) git.stop();
    if (this.#isPath) this.#path(text.subarray(start, end));
    else if (text[start] === COLON) this.#entry(text.toString('latin1', start, end));
    else {
      this.#commit = text.toString('latin1', start, end);
      this.seen++;
      this.#entries = 0;
    }
  }

  /** One colon, mode and id for each parent, and one more for the commit. */
  #entry(line: string): void {
    const parents = line.startsWith('::') ? line.lastIndexOf(':') + 1 : 1;
    const words = line.slice(parents).split(' ');
    const ids = words.slice(parents + 1, 2 * parents + 2);
    const after = ids.at(-1) ?? '';
    this.#added = this.#wanted.objects.has(after) ? after : undefined;
    this.#removed = ids.slice(0, -1).filter((id) => id !== after && this.#wanted.objects.has(id));
    this.#isPath = true;
  }

  #path(bytes: Buffer): void {
    this.#isPath = false;
    if (this.#wanted.names.size > 0) this.#names(bytes);
    if (this.#added === undefined && this.#removed.length === 0) return;
    const change = { commit: this.#commit, path: bytes.toString('utf8') };
    if (this.#added !== undefined) noteChange(this.changes.added, this.#added, change);
    for (const id of this.#removed) noteChange(this.changes.removed, id, change);
  }

  #names(bytes: Buffer): void {
    for (const name of bytes.toString('latin1').split('/')) {
      if (!this.#wanted.names.has(name) || this.changes.named.has(name)) continue;
      this.changes.named.set(name, { commit: this.#commit, path: bytes.toString('utf8') });
    }
  }
}

/** Records a change of an object, up to the maximum number. */
export function noteChange(map: Map<string, Change[]>, id: string, change: Change): void {
  const list = map.get(id);
  if (list === undefined) map.set(id, [change]);
  else if (list.length < MOST_CHANGES) list.push(change);
}
