import { existsSync, readdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { ScanError, systemReason } from '../errors.ts';
import { FoundValues } from '../redact/found.ts';
import { Redactor } from '../redact/redactor.ts';
import { StreamRedactor } from '../redact/stream.ts';
import { scan, type ScanOutcome } from '../scan.ts';
import type { ScanContext } from '../scan/context.ts';
import { knownOf } from '../scan/known-of.ts';
import { planOf, type ScanOptions, toolInfo } from '../scan/plan.ts';
import { NameCleaner, withCleanNames } from '../scan/result-names.ts';
import { contextOf } from '../scan/run-context.ts';
import type { Finding } from '../types.ts';
import { type Refusal, refusalsOf } from './arguments.ts';
import { Capture, type Show } from './capture.ts';
import { runChild } from './child.ts';
import { ChildWatch, type SeenProcess, type SendSignal, signalBelow } from './children.ts';
import type { RunRecord } from './record.ts';

/** A command to run, and where to keep its output. */
export interface RunOptions extends ScanOptions {
  readonly command: readonly [string, ...string[]];
  /** What is started instead if a terminal is made for it. @default `command` */
  readonly started?: readonly [string, ...string[]];
  /** Folder for the evidence: its path, and the path as named. */
  readonly folder: string;
  readonly shown: string;
  readonly show: Show;
  /** Called when the command runs; returns a function to call when it has ended. */
  readonly onStart: (signal: (name: NodeJS.Signals) => void) => () => void;
  readonly sendSignal: SendSignal;
}

/** A run, or the arguments that prevented it. */
export type RunOutcome =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | {
      readonly kind: 'ran';
      readonly record: Omit<RunRecord, 'exitCode'>;
      readonly outcome: ScanOutcome;
      readonly context: ScanContext;
    };

/** Maximum number of rounds: a scan may find values that only appear once others are removed. */
const MOST_ROUNDS = 3;

/** Files that the run writes itself: values found in them are removed. */
const OWN = ['argv.json', 'children.jsonl', 'stdout.log', 'stderr.log'] as const;

/**
 * Runs a command: its arguments are judged, its outputs captured and redacted as they arrive, and the folder is
 * scanned; if that finds anything, own files are redacted once more; the result is scanned again and hashed.
 *
 * @throws {ScanError} `usage` if the folder is in use, `output-failed` if nothing can be written there
 */
export async function runSession(options: RunOptions): Promise<RunOutcome> {
  const plan = await planOf(options, await knownOf(options));
  const context = await contextOf(plan, {});
  const refusals = await refusalsOf(options.command, context);
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const session = new Session(options, context);
  await session.prepare();
  const startedAt = new Date().toISOString();
  const end = await session.run();
  const endedAt = new Date().toISOString();
  const outcome = withoutShown(await session.scanned(), context);
  const { result, safeName } = outcome;
  // Only now: the output may have revealed what an argument is.
  const argv = JSON.parse(await readFile(join(options.folder, 'argv.json'), 'utf8')) as string[];
  const record: Omit<RunRecord, 'exitCode'> = {
    tool: toolInfo(options, plan),
    argv,
    cwd: await safeName(options.cwd),
    environment: await Promise.all(Object.keys(options.env).sort().map(safeName)),
    startedAt,
    endedAt,
    end,
    streams: Object.fromEntries(session.capture.counts),
    children: { seen: session.seen, how: existsSync('/proc/self/task') ? 'sampled' : 'none' },
    redaction: { mode: 'live', ...session.redactions() },
    scan: { complete: result.summary.complete, exitCode: result.summary.exitCode, left: result.findings.map(leftOf) },
    files: result.ledger
      .filter(({ view }) => view.length === 0)
      .map(({ path, sha256, bytes }) => ({ path, sha256, bytes })),
  };
  return { kind: 'ran', record, outcome, context };
}

/**
 * Values from the command's output are no longer in any file, so the scan of the files does not know them; names may
 * still contain them.
 */
function withoutShown(outcome: ScanOutcome, { collector }: ScanContext): ScanOutcome {
  const values = new NameCleaner(collector.secrets);
  return {
    ...outcome,
    result: withCleanNames(outcome.result, (name) => values.clean(name)),
    safeName: async (name) => values.clean(await outcome.safeName(name)),
  };
}

function leftOf({ ruleId, surface, location }: Finding): RunRecord['scan']['left'][number] {
  return { ruleId, surface, path: location.path, line: location.startLine };
}

class Session {
  readonly capture: Capture;
  readonly #options: RunOptions;
  readonly #context: ScanContext;
  readonly #children: StreamRedactor;
  readonly #found: FoundValues = new FoundValues();
  readonly #seen: Buffer[] = [];
  readonly #later: string[] = [];
  seen = 0;

  constructor(options: RunOptions, context: ScanContext) {
    this.#options = options;
    this.#context = context;
    this.capture = new Capture(context, options.folder, options.show, this.#found);
    this.#children = new StreamRedactor(context, { path: 'children.jsonl', surface: 'argv' }, this.#found);
  }

  async prepare(): Promise<void> {
    const { folder, shown } = this.#options;
    try {
      makeFolder(folder);
      if (readdirSync(folder).length > 0) throw new ScanError('usage', `Cannot use ${shown}: it is not empty`);
      await this.capture.open();
    } catch (error) {
      if (error instanceof ScanError) throw error;
      throw new ScanError('output-failed', `Cannot write ${shown}: ${systemReason(error)}`, { cause: error });
    }
  }

  async run(): Promise<RunRecord['end']> {
    const { command, started = command, cwd, env, folder, shown, sendSignal } = this.#options;
    const inTerminal = started !== command;
    const argv = JSON.stringify(command);
    const { bytes } = await new Redactor(this.#context).redact(Buffer.from(argv), 'argv.json');
    let root: number | undefined;
    let watch: ChildWatch | undefined;
    let ended: (() => void) | undefined;
    try {
      await writeFile(join(folder, 'argv.json'), bytes, { flag: 'wx' });
      await this.capture.watch('argv.json');
      const end = await runChild({
        command: started,
        cwd,
        env: { ...env, WATERTIGHT_RUN_DIR: folder },
        folder,
        take: async (name, stream) => {
          await this.capture.take(name, stream);
          // The program that makes a terminal goes on when its output is closed (script does): hang up the terminal
          // instead.
          if (inTerminal && name === 'stdout' && root !== undefined) signalBelow(root, 'SIGHUP', sendSignal);
        },
        idle: () => this.capture.idle(),
        onStart: (pid, signal) => {
          root = pid;
          watch = new ChildWatch(pid, (seen) => this.#note(seen));
          ended = this.#options.onStart((name) => {
            // The program that makes a terminal exits with 0 when told to end, and handles the size of the terminal
            // itself.
            if (!inTerminal || name === 'SIGWINCH' || !signalBelow(pid, name, sendSignal)) signal(name);
          });
        },
      });
      await this.capture.close();
      this.#seen.push(this.#children.end());
      if (this.seen > 0) await writeFile(join(folder, 'children.jsonl'), Buffer.concat(this.#seen), { flag: 'wx' });
      return end;
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      this.#assertThere();
      throw new ScanError('output-failed', `Cannot write ${shown}: ${systemReason(error)}`, { cause: error });
    } finally {
      watch?.stop();
      ended?.();
    }
  }

  #note(seen: SeenProcess): void {
    this.seen++;
    this.#seen.push(this.#children.push(Buffer.from(`${JSON.stringify(seen)}\n`)));
  }

  /**
   * Scans the folder; own files that still contain something are redacted as files, and everything is scanned again.
   *
   * @throws {ScanError} `output-failed` if the command has removed the folder, or removed or replaced a file of the run
   */
  async scanned(): Promise<ScanOutcome> {
    this.#assertThere();
    const replaced = await this.capture.replaced();
    if (replaced !== undefined) {
      const name = `${this.#options.shown}/${replaced}`;
      throw new ScanError(
        'output-failed',
        `Cannot keep the evidence of the run: the command removed or replaced ${name}`,
      );
    }
    await this.#everywhere();
    for (let round = 1; ; round++) {
      const outcome = await this.#scan();
      if (round === MOST_ROUNDS || !(await this.#takenOut(outcome))) return outcome;
    }
  }

  /** @throws {ScanError} `output-failed` if the command has removed the folder */
  #assertThere(): void {
    const { folder, shown } = this.#options;
    if (!existsSync(folder))
      throw new ScanError('output-failed', `Cannot keep the evidence of the run: the command removed ${shown}`);
  }

  /** Removes what a scan found from the own files. Returns whether any of them contained something. */
  async #takenOut({ result, told = [] }: ScanOutcome): Promise<boolean> {
    for (const [index, secret] of told.entries()) {
      const { class: kind, ruleId } = result.findings[index] ?? {};
      if (kind !== undefined && ruleId !== undefined) this.#found.add({ class: kind, id: ruleId }, secret);
    }
    const names = new Set(result.findings.map(({ location }) => location.path));
    const held = OWN.filter((name) => names.has(`${this.#options.shown}/${name}`));
    let isChanged = false;
    for (const name of held)
      isChanged = (await this.#redactAgain(name, new Redactor(this.#context, { found: this.#found }))) || isChanged;
    return (await this.#everywhere()) || isChanged;
  }

  /** Removes values found in any file from all own files. */
  async #everywhere(): Promise<boolean> {
    const redactor = this.#found.redactor(this.#context);
    if (redactor === undefined) return false;
    let isChanged = false;
    for (const name of OWN) {
      if (existsSync(join(this.#options.folder, name)))
        isChanged = (await this.#redactAgain(name, redactor)) || isChanged;
    }
    return isChanged;
  }

  async #redactAgain(name: string, redactor: Redactor): Promise<boolean> {
    const file = join(this.#options.folder, name);
    const { bytes, redactions } = await redactor.redact(await readFile(file), name);
    if (redactions.length === 0) return false;
    this.#later.push(...redactions.map(({ ruleId }) => ruleId));
    await writeFile(`${file}.partial`, bytes, { flag: 'wx' });
    await rename(`${file}.partial`, file);
    return true;
  }

  /** Scans in threads if that pays; if it finds anything, once more in this thread, which then knows the values. */
  async #scan(): Promise<ScanOutcome> {
    const { shown, baseline: _, ...rest } = this.#options;
    const known = this.#found.known(rest.known);
    const options = {
      ...rest,
      ...(known && { known }),
      paths: [shown],
      files: [],
      ledger: true,
      wholeScope: false,
    };
    const outcome = await scan(options);
    if (outcome.others === undefined || outcome.result.findings.length === 0) return outcome;
    await outcome.others.close();
    return scan({ ...options, threads: 1 });
  }

  redactions(): { count: number; byRule: Record<string, number> } {
    const byRule: Record<string, number> = {};
    const add = (rule: string, count: number): void => void (byRule[rule] = (byRule[rule] ?? 0) + count);
    for (const { redactions } of this.capture.counts.values())
      for (const [rule, count] of Object.entries(redactions)) add(rule, count);
    for (const [rule, count] of this.#children.counts) add(rule, count);
    for (const rule of this.#later) add(rule, 1);
    return { count: Object.values(byRule).reduce((sum, one) => sum + one, 0), byRule };
  }
}
