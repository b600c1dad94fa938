import { resolve } from 'node:path';
import type { Packet } from '../policy/packet.ts';
import { refusedRoots } from '../policy/targets.ts';
import { fileSource } from '../source/files.ts';
import { refusal } from '../source/refusal.ts';
import { stdinBlob } from '../source/stdin.ts';
import type { SourceEvent } from '../types.ts';

/** Where the evidence is. */
export interface SourceOptions {
  /** Files, folders or glob patterns; `-` is standard input. */
  readonly paths: readonly string[];
  /** Paths that are names, never patterns (`--files-from`). */
  readonly files?: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Globs of paths to leave out, beside the packet's own. */
  readonly exclude?: readonly string[];
  /** @default false */
  readonly respectGitignore?: boolean;
  /** What `-` reads. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** All blobs of a run, in the order in which they were named. */
export async function* openSources(options: SourceOptions, packet: Packet): AsyncGenerator<SourceEvent> {
  const paths = options.paths.filter((path) => path !== '-');
  const roots = refusedRoots(packet, options.env).map((root) => resolve(options.cwd, root));
  if (options.paths.includes('-') && options.stdin !== undefined) {
    yield { kind: 'blob', blob: stdinBlob(options.stdin) };
  }
  yield* fileSource({
    paths,
    files: options.files ?? [],
    cwd: options.cwd,
    exclude: [...packet.exclude, ...(options.exclude ?? [])],
    respectGitignore: options.respectGitignore ?? false,
    refuse: refusal(roots),
  });
}
