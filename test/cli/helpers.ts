/** Command lines that run in this process, on folders that are removed again, with streams that are kept. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';

/** How a command line ended, and what it wrote. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The world that a command line sees. */
export interface World {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly isTTY?: boolean;
  /** Called with each text that goes to standard output; may throw. */
  readonly onOut?: (text: string) => void;
  /** Handed the function that ends the run as the user would. */
  readonly onListen?: (interrupt: () => void) => void;
}

/** A world outside, and what was written to it so far. */
export function fakeIo(world: World): { readonly io: CliIo; readonly written: { out: string; err: string } } {
  const written = { out: '', err: '' };
  const io: CliIo = {
    stdin: world.stdin ?? chunks(),
    stdout: {
      write: (text) => {
        world.onOut?.(text);
        written.out += text;
      },
      isTTY: world.isTTY ?? false,
      columns: 100,
    },
    stderr: { write: (text) => void (written.err += text), isTTY: world.isTTY ?? false },
    env: world.env ?? {},
    cwd: world.cwd,
    onInterrupt: (handler) => {
      world.onListen?.(handler);
      return () => undefined;
    },
  };
  return { io, written };
}

/** Runs one command line. */
export async function run(argv: readonly string[], world: World): Promise<Ended> {
  const { io, written } = fakeIo(world);
  const code = await main(argv, io);
  return { code, ...written };
}

/** Bytes as a stream. */
export async function* chunks(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

/** Runs `body` in a new folder with these files, which is removed afterwards. */
export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  body: (cwd: string) => Promise<T>,
): Promise<T> {
  const cwd = await realpath(await mkdtemp(join(tmpdir(), 'watertight-cli-')));
  try {
    for (const [path, data] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, path)), { recursive: true });
      await writeFile(join(cwd, path), data);
    }
    return await body(cwd);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** An invented token that a rule finds by its shape. */
export function token(seed: string): string {
  return expand(['glp', 'at-', '{base62:20}'], seed);
}

/** A packet that changes nothing but what `more` says. */
export function packet(more: string): string {
  return [
    'apiVersion: watertight/v1',
    'kind: EvidencePacket',
    'metadata: { id: test, title: Test, owner: tests }',
    'extends: watertight:default',
    more,
    '',
  ].join('\n');
}
