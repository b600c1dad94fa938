import { createHash, createHmac } from 'node:crypto';
import { basename, relative, resolve, sep } from 'node:path';
import { isInside } from '../inside.ts';
import { lossReason, ScanError } from '../errors.ts';
import { scan } from '../scan.ts';
import type { ScanContext } from '../scan/context.ts';
import { knownOf } from '../scan/known-of.ts';
import { planOf, type ScanOptions, toolInfo } from '../scan/plan.ts';
import { contextOf } from '../scan/run-context.ts';
import { openSources } from '../scan/sources.ts';
import { memoryBlob } from '../source/memory-blob.ts';
import {
  type BareName,
  type Blob,
  type KnownSummary,
  NAME_STEP,
  TARGET_STEP,
  type ScanResult,
  type Skip,
  type SkipReason,
  type SourceEvent,
} from '../types.ts';
import { markedName } from './mark.ts';
import type { RedactedFile, RedactionRecord } from './record.ts';
import { Redactor } from './redactor.ts';
import { fileState, type Target } from './target.ts';

/** Largest file that is redacted: it is held in memory. */
const LARGEST = 256 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** What to redact, and where to. */
export interface RedactOptions extends ScanOptions {
  /** The file or folder, as named; `-` for standard input. */
  readonly input: string;
  readonly target: Target;
  readonly mode: 'copy' | 'in-place';
}

/** What was done, and what the values are that no message may hold. */
export interface RedactOutcome {
  readonly record: RedactionRecord;
  readonly context: ScanContext;
  /** What became of declared values; undefined where there are none. */
  readonly known: KnownSummary | undefined;
}

/** A file as it was written. */
type Written = RedactedFile & { readonly output: string };

/**
 * Redacts a file, a folder or standard input: reads, takes out, writes, reads again what was written and scans it. What still
 * holds a value then, or cannot be looked at, is withheld.
 *
 * @throws {ScanError} `usage`, `output-failed`
 */
export async function redactFiles(options: RedactOptions): Promise<RedactOutcome> {
  const known = await knownOf(options);
  const plan = await planOf(options, known);
  const context = await contextOf(plan, options);
  const run = new Run(options, context);
  try {
    for await (const event of openSources(options, plan.packet)) await run.take(event);
    const files = await run.verified();
    await options.target.finish();
    const record = { tool: toolInfo(options, plan), mode: options.mode, files, exitCode: exitCodeOf(files) };
    return { record, context, known: known?.summary };
  } catch (error) {
    await options.target.discard();
    throw error;
  }
}

function exitCodeOf(files: readonly RedactedFile[]): 0 | 1 | 3 {
  if (files.some(({ status, skip }) => status === 'withheld' && skip === null)) return 1;
  // Nothing was in scope: that is no proof of anything.
  return files.length === 0 || files.some(({ skip }) => skip !== null) ? 3 : 0;
}

class Run {
  readonly #options: RedactOptions;
  readonly #context: ScanContext;
  readonly #redactor: Redactor;
  readonly #files: RedactedFile[] = [];
  readonly #written: Written[] = [];

  constructor(options: RedactOptions, context: ScanContext) {
    this.#options = options;
    this.#context = context;
    this.#redactor = new Redactor(context);
  }

  async take(event: SourceEvent): Promise<void> {
    if (event.kind === 'name') return this.#name(event.name);
    if (event.kind === 'skip') {
      if (event.inScope) this.#skip(event.skip);
      return;
    }
    try {
      await this.#redact(event.blob);
    } catch (error) {
      const loss = lossReason(error);
      if (loss === undefined) throw error;
      this.#skip({ path: event.blob.path, view: [], ...loss });
    }
  }

  /** A link or an empty folder has no copy; in place it stays, and what its name holds is told by the scan. */
  #name({ path, target = '' }: BareName): void {
    const { names } = this.#context;
    if (this.#options.mode === 'copy' || [path, target].every((name) => names.of(name) === name)) return;
    this.#files.push({ path: names.of(path), ...NOTHING, status: 'withheld' });
  }

  #skip({ path, reason, detail }: Skip): void {
    const { names } = this.#context;
    this.#files.push({ path: names.of(path), ...NOTHING, status: 'skipped', reason: names.of(detail), skip: reason });
  }

  async #redact(blob: Blob): Promise<void> {
    const { names, key } = this.#context;
    const { target, mode } = this.#options;
    const state = blob.file === undefined ? undefined : fileState(blob.file);
    const bytes = await bytesOf(blob);
    const { bytes: clean, redactions } = await this.#redactor.redact(bytes, blob.path);
    const path = names.of(blob.path);
    const input = inputDigest(bytes, redactions.length > 0, key);
    const status = redactions.length > 0 ? 'redacted' : 'copied';
    const name = markedName(names.of(this.#nameOf(blob.path)));
    const isWritten = mode === 'copy' || status === 'redacted';
    const output = isWritten ? await target.write(name, clean, state) : name;
    const written: Written = {
      path,
      output,
      status,
      reason: null,
      skip: null,
      input,
      written: `sha256:${createHash('sha256').update(clean).digest('hex')}`,
      bytes: clean.length,
      redactions,
    };
    this.#files.push(written);
    if (isWritten) this.#written.push(written);
  }

  /** A file's path below the input. */
  #nameOf(path: string): string {
    const { input, cwd } = this.#options;
    const [root, file] = [resolve(cwd, input), resolve(cwd, path)];
    const below = relative(root, file).split(sep).join('/');
    return below === '' || !isInside(root, file) ? basename(path) : below;
  }

  /** Scans what was written, each file under its own name and on its surface, and withholds what is not clean. */
  async verified(): Promise<readonly RedactedFile[]> {
    const left = leftOf(await this.#result());
    const files: RedactedFile[] = [];
    for (const file of this.#files) {
      const lost = left.get(file.path) ?? left.get(markedName(file.path));
      const isSame = lost === undefined || (file.status === 'skipped' && lost.skip !== null);
      files.push(isSame ? file : await this.#withheld(file, { ...lost, reason: file.reason ?? lost.reason }));
    }
    const known = new Set(files.flatMap(({ path }) => [path, markedName(path)]));
    // What cannot be told apart any more might be any of them.
    const unknown = [...left].find(([path]) => !known.has(path))?.[1];
    return unknown === undefined ? files : Promise.all(files.map((file) => this.#withheld(file, unknown)));
  }

  /** A scan of the copies under the names of the originals, or of the originals that were changed. */
  async #result(): Promise<ScanResult> {
    const { baseline: _, onProgress: __, ...options } = this.#options;
    const plain = { ...options, ledger: false, threads: 1 };
    if (this.#options.mode === 'in-place') return (await scan(plain)).result;
    const { target } = this.#options;
    const written = this.#written;
    const read = async function* (): AsyncGenerator<SourceEvent> {
      for (const { path, output } of written) {
        yield { kind: 'blob', blob: memoryBlob(markedName(path), [], await target.read(output)) };
      }
    };
    return (await scan({ ...plain, events: read() })).result;
  }

  async #withheld(file: RedactedFile, lost: Left): Promise<RedactedFile> {
    if (this.#options.mode === 'in-place' || file.output === null) return { ...file, status: 'withheld', ...lost };
    await this.#options.target.withhold(file.output);
    return { ...file, output: null, written: null, bytes: null, status: 'withheld', ...lost };
  }
}

const NOTHING = {
  output: null,
  reason: null,
  skip: null,
  input: null,
  written: null,
  bytes: null,
  redactions: [],
} as const;

interface Left {
  readonly reason: string;
  readonly skip: SkipReason | null;
}

function leftWords(view: readonly string[]): string {
  if (view.includes(TARGET_STEP)) return 'the name that it links to holds a value';
  if (view[0] === NAME_STEP) return 'its name holds a value, and is changed in a copy alone';
  if (view.includes(NAME_STEP)) return 'a name in it holds a value, and only names of files are changed';
  return 'a value is left that could not be taken out';
}

/** Why files of a scan are not clean, by their paths. */
function leftOf(result: ScanResult): ReadonlyMap<string, Left> {
  const left = new Map<string, Left>();
  for (const { path, reason, detail, accepted } of result.skipped)
    if (!accepted) left.set(path, { reason: detail, skip: reason });
  for (const { location, ruleId } of result.findings) {
    const what = leftWords(location.view);
    left.set(location.path, { reason: `${what} (${ruleId})`, skip: null });
  }
  return left;
}

function inputDigest(bytes: Buffer, isRedacted: boolean, key: Uint8Array | undefined): string | null {
  if (key !== undefined) return `hmac-sha256:${createHmac('sha256', key).update(bytes).digest('hex')}`;
  return isRedacted ? null : `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The whole of a blob. Throws `ScanError` with the skip reason where it cannot be had. */
async function bytesOf(blob: Blob): Promise<Buffer> {
  const reader = blob.open();
  const parts: Buffer[] = [];
  let size = 0;
  let lost: ReturnType<typeof reader.close>;
  try {
    for (;;) {
      const into = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(4096, (blob.size ?? CHUNK) + 1)));
      const count = await reader.read(into);
      if (count === 0) break;
      parts.push(into.subarray(0, count));
      size += count;
      if (size > LARGEST) {
        const way = blob.file === undefined ? '' : ': pipe it through standard input';
        throw new ScanError('too-large', `larger than ${LARGEST / 1024 / 1024} MiB${way}`);
      }
    }
  } finally {
    lost = reader.close();
  }
  if (lost !== undefined) throw new ScanError(lost.reason, lost.detail);
  return Buffer.concat(parts);
}
