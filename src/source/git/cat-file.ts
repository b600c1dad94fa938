import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { ScanError } from '../../errors.ts';
import type { ByteReader } from '../../types.ts';
import { type GitOptions, startGit } from './command.ts';
import type { ObjectIds } from './object-ids.ts';
import { PipeReader } from './pipe-reader.ts';

/** The four types of objects. */
export type ObjectType = 'blob' | 'commit' | 'tag' | 'tree';

/** What is known of an object before its bytes. `index`: its position in the list of requested ids. */
export interface ObjectHeader {
  readonly index: number;
  readonly id: string;
  readonly type: ObjectType;
  /** In bytes. */
  readonly size: number;
}

/** One answer of git. */
export type ObjectEvent =
  | (ObjectHeader & {
      readonly kind: 'object';
      /** The object's bytes, valid until the next batch is requested. */
      readonly bytes: Buffer;
    })
  | (ObjectHeader & {
      readonly kind: 'large';
      /** Gives the bytes in pieces; what is not read is skipped. */
      readonly reader: ByteReader;
    })
  | {
      readonly kind: 'missing' | 'corrupt';
      readonly index: number;
      readonly id: string;
    };

/** Objects above this size are streamed: 16 MiB. */
const LARGE = 16 * 1024 * 1024;
/** Number of ids written at a time. */
const WRITTEN = 2048;
/** Number of damaged objects from which a repository counts as unreadable. */
export const MOST_DAMAGED = 10_000;

/**
 * Reads objects in the order of their ids through one `git cat-file --batch`. Events come in batches, as many as one
 * read of the pipe completed, so that objects do not cost a promise each. A missing object is an event. An object that
 * git cannot read makes git stop: it is an event too, and a new git process continues after it.
 *
 * @throws {ScanError} as `startGit`
 */
export async function* readObjects(
  ids: ObjectIds,
  options: GitOptions & { readonly largeAbove?: number },
): AsyncGenerator<readonly ObjectEvent[]> {
  const progress = { next: 0 };
  for (let damaged = 0; progress.next < ids.length; damaged++) {
    const git = startGit(['cat-file', '--batch', '--buffer'], options);
    void feed(git.stdin, ids, progress.next);
    try {
      yield* answers(new PipeReader(git.stdout), ids, progress, options.largeAbove ?? LARGE);
      await git.ended;
      if (progress.next < ids.length) throw new ScanError('unreadable', 'Cannot read the Git repository: git gave up');
    } catch (error) {
      if (!isDamage(error) || progress.next >= ids.length || damaged >= MOST_DAMAGED) throw error;
      yield [{ kind: 'corrupt', index: progress.next, id: ids.at(progress.next) }];
      progress.next++;
    } finally {
      git.stop();
    }
  }
}

/** Whether git itself failed because of an object. */
export function isDamage(error: unknown): boolean {
  return error instanceof ScanError && error.code === 'unreadable';
}

/** Writes the ids from `next` on, as fast as git accepts them. */
export async function feed(stdin: Writable, ids: ObjectIds, next: number): Promise<void> {
  try {
    for (let from = next; from < ids.length; from += WRITTEN) {
      if (stdin.destroyed) return;
      if (!stdin.write(ids.lines(from, from + WRITTEN))) await once(stdin, 'drain');
    }
    stdin.end();
  } catch {
    // Git has ended; its answers and exit code tell how.
  }
}

/** Parses git's answers; `progress.next` is the first id without a complete answer. */
async function* answers(
  pipe: PipeReader,
  ids: ObjectIds,
  progress: { next: number },
  largeAbove: number,
): AsyncGenerator<readonly ObjectEvent[]> {
  let batch: ObjectEvent[] = [];
  while (progress.next < ids.length) {
    const line = pipe.line();
    if (line === undefined) {
      if (batch.length > 0) yield batch;
      batch = [];
      if (!(await pipe.more())) return;
      continue;
    }
    const header = parseHeader(line, progress.next);
    if ('kind' in header) batch.push(header);
    else if (pipe.holds(header.size + 1)) batch.push(whole(header, pipe.take(header.size + 1)));
    else {
      // Only one object of a batch may be in the reader's own buffer.
      if (batch.length > 0) yield batch;
      batch = [];
      const event = await broken(header, pipe, largeAbove);
      if (event === undefined) return;
      yield [event];
      if (event.kind === 'large' && !(await pipe.pass(1))) return;
    }
    progress.next++;
  }
  if (batch.length > 0) yield batch;
}

/** Reads an object that crosses the border between two chunks. */
async function broken(header: ObjectHeader, pipe: PipeReader, largeAbove: number): Promise<ObjectEvent | undefined> {
  if (header.size > largeAbove) return { ...header, kind: 'large', reader: pipe.part(header.size) };
  const bytes = await pipe.gather(header.size + 1);
  return bytes && whole(header, bytes);
}

/** @param bytes the object and the line break that git writes after it */
function whole({ index, id, type, size }: ObjectHeader, bytes: Buffer): ObjectEvent {
  return { kind: 'object', index, id, type, size, bytes: bytes.subarray(0, size) };
}

/** Reads `<id> <type> <size>` or `<id> missing`. */
export function parseHeader(
  line: string,
  index: number,
): ObjectHeader | Extract<ObjectEvent, { kind: 'missing' | 'corrupt' }> {
  const [id = '', type = '', size = ''] = line.split(' ');
  if (type === 'missing' || type === 'ambiguous') return { kind: 'missing', index, id };
  return { index, id, type: type as ObjectType, size: Number(size) };
}
