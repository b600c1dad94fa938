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
  /** Absolute paths of files that this run writes, free of links: they are left out. */
  readonly outputs?: readonly string[];
  /** Absolute folder of which the packet's globs speak. @default `cwd` */
  readonly packetRoot?: string;
}

/** All blobs of a run, in the order in which they were named. */
export async function* openSources(options: SourceOptions, packet: Packet): AsyncGenerator<SourceEvent> {
  const paths = options.paths.filter((path) => path !== '-');
  const roots = refusedRoots(packet, options.env).map((root) => resolve(options.cwd, root));
  if (options.paths.includes('-') && options.stdin !== undefined) {
    yield { kind: 'blob', blob: stdinBlob(options.stdin) };
  }
  const outputs = new Set(options.outputs);
  const source = fileSource({
    paths,
    files: options.files ?? [],
    cwd: options.cwd,
    exclude: options.exclude ?? [],
    rooted: { root: options.packetRoot ?? options.cwd, exclude: packet.exclude },
    respectGitignore: options.respectGitignore ?? false,
    refuse: refusal(roots),
  });
  for await (const event of source) yield event.kind === 'blob' ? withoutOutput(event, outputs) : event;
}

/** An earlier report that this run will write over is no evidence. */
function withoutOutput(event: Extract<SourceEvent, { kind: 'blob' }>, outputs: ReadonlySet<string>): SourceEvent {
  const { path, file } = event.blob;
  if (file === undefined || !outputs.has(file)) return event;
  return {
    kind: 'skip',
    skip: { path, view: [], reason: 'excluded', detail: 'an output of this run' },
    inScope: false,
  };
}
