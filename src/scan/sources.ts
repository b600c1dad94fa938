import { resolve } from 'node:path';
import type { Packet } from '../policy/packet.ts';
import { refusedRoots } from '../policy/targets.ts';
import { fileSource } from '../source/files.ts';
import { refusal } from '../source/refusal.ts';
import type { PathFilter } from '../source/git/left-out.ts';
import type { Index } from '../source/git/open-index.ts';
import type { PushedOptions } from '../source/git/pushed.ts';
import type { StagedOptions } from '../source/git/staged.ts';
import { skipOf } from '../source/failure.ts';
import { stdinSource } from '../source/stdin.ts';
import type { SourceEvent } from '../types.ts';
import { sniffContainer } from '../view/container-kind.ts';

/** The part of a Git repository to scan instead of files. `names`, if given, are relative to the index's `cwd`. */
export type GitScope = { readonly index: Index } & (
  | ({ readonly kind: 'staged' } & Omit<StagedOptions, keyof PathFilter>)
  | ({ readonly kind: 'pushed' } & Omit<PushedOptions, keyof PathFilter>)
);

/** Where the evidence is. */
export interface SourceOptions {
  /** Files, folders or glob patterns; `-` is standard input. */
  readonly paths: readonly string[];
  /** Paths that are literal names, never patterns (`--files-from`). */
  readonly files?: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Globs of paths to exclude, in addition to the packet's own. */
  readonly exclude?: readonly string[];
  /** @default false */
  readonly respectGitignore?: boolean;
  /** The data that `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Part of a repository, instead of `paths`; `cwd` is then the top of its work tree. */
  readonly git?: GitScope;
  /** Events that the caller supplies, instead of `paths`. */
  readonly events?: readonly SourceEvent[] | AsyncIterable<SourceEvent>;
  /** Absolute paths, with links resolved, of files that this run writes: they are excluded. */
  readonly outputs?: readonly string[];
  /** Absolute path, with links resolved, of the project's key file: it is excluded, but copies of it are not. */
  readonly keyFile?: string;
  /** Absolute path of the folder that the packet's globs are relative to. @default `cwd` */
  readonly packetRoot?: string;
}

/** All blobs of a run, in the order in which they were named. */
export async function* openSources(options: SourceOptions, packet: Packet): AsyncGenerator<SourceEvent> {
  const [paths, files] = [options.paths.filter((path) => path !== '-'), options.files ?? []];
  if (options.events !== undefined) {
    yield* options.events;
    return;
  }
  const roots = refusedRoots(packet, options.env).map((root) => resolve(options.cwd, root));
  const exclude = options.exclude ?? [];
  const rooted = { root: options.packetRoot ?? options.cwd, exclude: packet.exclude };
  const refuse = refusal(roots);
  if (options.git !== undefined) {
    yield* gitSource(options.git, { exclude, rooted, refuse });
    return;
  }
  if (options.paths.includes('-') && options.stdin !== undefined) {
    yield* stdinSource(options.stdin, { alone: paths.length + files.length === 0, isHeld });
  }
  const own = ownFiles(options);
  const source = fileSource({
    paths,
    files,
    cwd: options.cwd,
    exclude,
    rooted,
    respectGitignore: options.respectGitignore ?? false,
    refuse,
  });
  for await (const event of source) yield event.kind === 'blob' ? withoutOwn(event, own) : event;
}

/** Whether data beginning with `head` is an archive, compressed or an image, which is read in more than one order. */
function isHeld(head: Uint8Array): boolean {
  return sniffContainer(head) !== undefined;
}

/** Files that are not evidence, each with the reason. */
function ownFiles({ outputs = [], keyFile }: SourceOptions): ReadonlyMap<string, string> {
  const key = keyFile === undefined ? [] : [[keyFile, "the project's own key, which watertight alone reads"] as const];
  return new Map([...outputs.map((file) => [file, 'an output of this run'] as const), ...key]);
}

/** Excludes an earlier report that this run will overwrite and the key file: they are not evidence. @param own reasons by file */
function withoutOwn(event: Extract<SourceEvent, { kind: 'blob' }>, own: ReadonlyMap<string, string>): SourceEvent {
  const { path, file } = event.blob;
  const detail = file === undefined ? undefined : own.get(file);
  return detail === undefined ? event : skipOf(path, 'excluded', detail, false);
}

/** Loaded only when a repository is scanned, so that a scan of files starts without it. */
async function* gitSource(scope: GitScope, filter: PathFilter): AsyncGenerator<SourceEvent> {
  if (scope.kind === 'staged') {
    const { stagedSource } = await import('../source/git/staged.ts');
    yield* stagedSource(scope.index, { ...scope, ...filter });
  } else {
    const { pushedSource } = await import('../source/git/pushed.ts');
    yield* pushedSource(scope.index, { ...scope, ...filter });
  }
}
