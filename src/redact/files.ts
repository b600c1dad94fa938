import { createHash, createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { isInside } from '../inside.ts';
import { lossReason, ScanError } from '../errors.ts';
import { withMarks } from '../name-mark.ts';
import { scan, type ScanOutcome } from '../scan.ts';
import type { ScanContext } from '../scan/context.ts';
import { knownOf } from '../scan/known-of.ts';
import { planOf, type ScanOptions, toolInfo } from '../scan/plan.ts';
import { contextOf } from '../scan/run-context.ts';
import { NameCleaner } from '../scan/result-names.ts';
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
import { FoundValues } from './found.ts';
import { interrupted } from './interrupted.ts';
import { markedName } from './mark.ts';
import type { RedactedFile, RedactionRecord } from './record.ts';
import { Redactor } from './redactor.ts';
import { type FileState, fileState, type Target } from './target.ts';

/** Maximum size of a file that is redacted, in bytes: it is held in memory. */
const LARGEST = 256 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** What to redact, and where to write the result. */
export interface RedactOptions extends ScanOptions {
  /** The file or folder, as named; `-` for standard input. */
  readonly input: string;
  readonly target: Target;
  readonly mode: 'copy' | 'in-place';
}

/** What was done, and the values that no message may contain. */
export interface RedactOutcome {
  readonly record: RedactionRecord;
  readonly context: ScanContext;
  /** The result for declared values; undefined if there are none. */
  readonly known: KnownSummary | undefined;
}

/** A file being redacted, with what the record does not contain. */
interface Taken {
  file: RedactedFile;
  /** Path as named; in the record, names contain no values. */
  readonly path: string;
  /** State of the original, if there is one. */
  readonly state: FileState | undefined;
  isWritten: boolean;
}

/** Maximum number of rounds: a scan of the copies may find values that only appear there. */
const MOST_ROUNDS = 3;

/**
 * Redacts a file, a folder or standard input: reads, removes values, writes, rereads what was written and scans it.
 * What still contains a value then, or cannot be scanned, is withheld.
 *
 * @throws {ScanError} `usage`, `output-failed`; `interrupted` if its signal ends it, once the partly written copy has
 * been removed
 */
export async function redactFiles(options: RedactOptions): Promise<RedactOutcome> {
  const known = await knownOf(options);
  const plan = await planOf(options, known);
  const context = await contextOf(plan, options);
  const run = new Run(options, context);
  try {
    for await (const event of openSources(options, plan.packet)) {
      options.signal?.throwIfAborted();
      await run.take(event);
    }
    const files = await run.verified();
    options.signal?.throwIfAborted();
    await options.target.finish();
    const record = { tool: toolInfo(options, plan), mode: options.mode, files, exitCode: exitCodeOf(files) };
    return { record, context, known: known?.summary };
  } catch (error) {
    await options.target.discard();
    if (options.signal?.aborted === true) throw interrupted(options.mode);
    throw error;
  }
}

function exitCodeOf(files: readonly RedactedFile[]): 0 | 1 | 3 {
  if (files.some(({ status, skip }) => status === 'withheld' && skip === null)) return 1;
  // Nothing was in scope, which proves nothing.
  return files.every(({ status }) => status === 'left-out') || files.some(({ skip }) => skip !== null) ? 3 : 0;
}

class Run {
  readonly #options: RedactOptions;
  readonly #context: ScanContext;
  readonly #found: FoundValues = new FoundValues();
  readonly #redactor: Redactor;
  readonly #taken: Taken[] = [];

  constructor(options: RedactOptions, context: ScanContext) {
    this.#options = options;
    this.#context = context;
    this.#redactor = new Redactor(context, { found: this.#found });
  }

  async take(event: SourceEvent): Promise<void> {
    if (event.kind === 'name') return this.#name(event.name);
    if (event.kind === 'skip') {
      if (event.inScope) this.#skip(event.skip);
      else this.#leftOut(event.skip.path, event.skip.detail);
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

  /** A link or an empty folder has no copy; in place it stays, and the scan reports values in its name. */
  #name({ path, target }: BareName): void {
    const { names } = this.#context;
    if (this.#options.mode === 'copy') return this.#leftOut(path, target === undefined ? 'empty folder' : 'link');
    if ([path, target ?? ''].every((name) => names.of(name) === name)) return;
    const file = { path: names.of(path), ...NOTHING, status: 'withheld' } as const;
    this.#taken.push({ file, path, state: undefined, isWritten: false });
  }

  /** What was not to be read has no copy, once however often the source tells of it. */
  #leftOut(path: string, detail: string): void {
    const { names } = this.#context;
    const shown = names.of(path);
    if (this.#options.mode !== 'copy' || this.#taken.some(({ file }) => file.path === shown)) return;
    const file = { path: shown, ...NOTHING, status: 'left-out', reason: names.of(detail) } as const;
    this.#taken.push({ file, path, state: undefined, isWritten: false });
  }

  #skip({ path, reason, detail }: Skip): void {
    const { names } = this.#context;
    const file = {
      path: names.of(path),
      ...NOTHING,
      status: 'skipped',
      reason: names.of(detail),
      skip: reason,
    } as const;
    this.#taken.push({ file, path, state: undefined, isWritten: false });
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
    const file = { path, output, status, reason: null, skip: null, input, ...digestOf(clean), redactions } as const;
    this.#taken.push({ file, path: blob.path, state, isWritten });
  }

  /** Removes what was found in one place wherever else it occurs. Returns whether it did. */
  async #everywhere(): Promise<boolean> {
    const redactor = this.#found.redactor(this.#context);
    if (redactor === undefined) return false;
    let isChanged = false;
    for (const taken of this.#taken) isChanged = (await this.#again(taken, redactor)) || isChanged;
    return isChanged;
  }

  async #again(taken: Taken, redactor: Redactor): Promise<boolean> {
    const { file, path, state, isWritten } = taken;
    const { target } = this.#options;
    if (file.output === null) return false;
    const bytes = isWritten || state === undefined ? await target.read(file.output) : await readFile(state.file);
    const { bytes: clean, redactions } = await redactor.redact(bytes, path);
    if (redactions.length === 0) return false;
    await target.rewrite(file.output, clean, isWritten ? undefined : state);
    taken.isWritten = true;
    taken.file = {
      ...file,
      status: 'redacted',
      // Without a key, the digest would now be an oracle.
      input: this.#context.key === undefined ? null : file.input,
      ...digestOf(clean),
      redactions: [...file.redactions, ...redactions],
    };
    return true;
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
    const left = leftOf(await this.#cleaned());
    const cleaner = this.#cleaner();
    const files: RedactedFile[] = [];
    for (const taken of this.#taken) {
      const file = await this.#named(taken.file, (name) => cleaner.clean(name));
      const lost = left.get(keyOf(taken.file.path)) ?? left.get(keyOf(file.path));
      const isSame = lost === undefined || (file.status === 'skipped' && lost.skip !== null);
      files.push(isSame ? file : await this.#withheld(file, { ...lost, reason: file.reason ?? lost.reason }));
    }
    const known = new Set([...files, ...this.#taken.map(({ file }) => file)].map(({ path }) => keyOf(path)));
    // What can no longer be told apart might be any of them.
    const unknown = [...left].find(([key]) => !known.has(key))?.[1];
    return unknown === undefined ? files : Promise.all(files.map((file) => this.#withheld(file, unknown)));
  }

  /** Removes everything that was found from names. */
  #cleaner(): NameCleaner {
    return new NameCleaner([...this.#context.collector.secrets, ...this.#found.secrets]);
  }

  /** Removes a value revealed by the content of any file from a file's names. */
  async #named(file: RedactedFile, clean: (name: string) => string): Promise<RedactedFile> {
    const { path, output, reason, redactions } = file;
    const named = {
      ...file,
      path: clean(path),
      reason: reason && clean(reason),
      redactions: redactions.map((one) => ({ ...one, view: one.view.map(clean) })),
    };
    const wanted = output && markedName(clean(output));
    if (output === null || wanted === output || wanted === null) return named;
    if (this.#options.mode === 'in-place')
      return { ...named, output: clean(output), status: 'withheld', reason: IN_ITS_NAME };
    return { ...named, output: await this.#options.target.rename(output, wanted) };
  }

  /** The scan of the copies after everything that it finds and that can be removed has been removed. */
  async #cleaned(): Promise<ScanResult> {
    await this.#everywhere();
    for (let round = 1; ; round++) {
      const { result, told = [] } = await this.#scanned();
      if (told.length === 0 || round === MOST_ROUNDS) return result;
      for (const [index, secret] of told.entries()) {
        const { class: kind, ruleId } = result.findings[index] ?? {};
        if (kind !== undefined && ruleId !== undefined) this.#found.add({ class: kind, id: ruleId }, secret);
      }
      if (!(await this.#everywhere())) return result;
    }
  }

  /** A scan of the copies under the names of the originals, or of the originals that were changed. */
  async #scanned(): Promise<ScanOutcome> {
    const { baseline: _, onProgress: __, ...options } = this.#options;
    const known = this.#found.known(options.known);
    const plain = { ...options, ...(known && { known }), ledger: false, threads: 1 };
    if (this.#options.mode === 'in-place') return scan(plain);
    const { target } = this.#options;
    const files = this.#taken.map(({ file }) => file);
    const cleaner = this.#cleaner();
    const read = async function* (): AsyncGenerator<SourceEvent> {
      for (const { path, output } of files) {
        if (output === null) continue;
        yield { kind: 'blob', blob: memoryBlob(markedName(cleaner.clean(path)), [], await target.read(output)) };
      }
    };
    return scan({ ...plain, events: read() });
  }

  async #withheld(file: RedactedFile, lost: Left): Promise<RedactedFile> {
    if (this.#options.mode === 'in-place' || file.output === null) return { ...file, status: 'withheld', ...lost };
    await this.#options.target.withhold(file.output);
    return { ...file, output: null, written: null, bytes: null, status: 'withheld', ...lost };
  }
}

/** The record's fields about the bytes that were written. */
function digestOf(bytes: Buffer): Pick<RedactedFile, 'written' | 'bytes'> {
  return { written: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, bytes: bytes.length };
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

const IN_ITS_NAME = 'its name contains a value, and is changed only in a copy';

function leftWords(view: readonly string[], ruleId: string): string {
  if (view.includes(TARGET_STEP)) return `its link target contains a value (${ruleId})`;
  if (view[0] === NAME_STEP) return `${IN_ITS_NAME} (${ruleId})`;
  if (view.includes(NAME_STEP)) return `a name inside it contains a value, and only file names are changed (${ruleId})`;
  const inside = view.length > 0 ? `, in ${view.join(' > ')}` : '';
  return `a value could not be redacted (${ruleId}${inside})`;
}

/** A file's path with uniform marks: the scan may name another rule for a value. */
function keyOf(path: string): string {
  return withMarks(path, () => '<redacted>').replace(/\[REDACTED:[\w-]+\]/g, '<redacted>');
}

/** Why files of a scan are not clean, by the keys of their paths. */
function leftOf(result: ScanResult): ReadonlyMap<string, Left> {
  const left = new Map<string, Left>();
  for (const { path, reason, detail, accepted } of result.skipped)
    if (!accepted) left.set(keyOf(path), { reason: detail, skip: reason });
  for (const { location, ruleId } of result.findings) {
    left.set(keyOf(location.path), { reason: leftWords(location.view, ruleId), skip: null });
  }
  return left;
}

function inputDigest(bytes: Buffer, isRedacted: boolean, key: Uint8Array | undefined): string | null {
  if (key !== undefined) return `hmac-sha256:${createHmac('sha256', key).update(bytes).digest('hex')}`;
  return isRedacted ? null : `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The whole of a blob. Throws `ScanError` with the skip reason if it cannot be read. */
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
