import { randomBytes } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { builtinRules } from '../detect/builtin.ts';
import { ScanError, systemReason } from '../errors.ts';
import { OutputGuard } from '../report/guard.ts';
import { isFormat, type FormatName, loadReporter } from '../report/reporters.ts';
import { vocabulary } from '../report/vocabulary.ts';
import type { ScanOutcome } from '../scan.ts';
import type { Reporter, ReportOptions } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { closest } from './closest.ts';
import { FORMATS } from './flags.ts';
import { type CliIo, wantsColour } from './io.ts';

interface FileOutput {
  readonly format: FormatName;
  readonly path: string;
}

interface OutputTarget {
  readonly format: FormatName;
  /** As typed. */
  readonly shown: string;
  /** Absolute, without links. */
  readonly file: string;
  /** A file, or nothing yet: to be written in one step. */
  readonly regular: boolean;
}

/** The outputs of one run, checked before the scan so that a typing error does not cost one. */
export interface Outputs {
  readonly needsLedger: boolean;
  /** Absolute paths of the files that the run will write. */
  readonly files: readonly string[];
  /** Writes all of them; one that cannot be written does not keep back the others. */
  write(outcome: ScanOutcome, options: ReportOptions): Promise<void>;
}

/** @throws {ScanError} `usage` for an unknown format, a folder that does not exist or a file that is named twice */
export async function openOutputs(args: Arguments, io: CliIo): Promise<Outputs> {
  const format = (args.text('format') ?? 'text') as FormatName;
  const outputs = args.list('output').map(parseOutput);
  const ledger = args.text('ledger');
  if (ledger !== undefined) outputs.push({ format: 'ledger', path: ledger });
  const files = outputs.map((output) => targetOf(output, io.cwd));
  checkTwice(files);
  const reporters = new Map<FormatName, Reporter>();
  for (const name of new Set([format, ...files.map((file) => file.format)]))
    reporters.set(name, await loadReporter(name));
  const colour = wantsColour(io, args.isSet('no-color'));
  return {
    needsLedger: files.some((file) => file.format === 'ledger'),
    files: files.map(({ file }) => file),
    async write(outcome, options) {
      const words = vocabulary(outcome.result, options, reporters.values(), builtinRules());
      const guard = new OutputGuard(outcome.secrets, undefined, words);
      const render = (name: FormatName, coloured: boolean): string => {
        const text = reporters.get(name)?.(outcome.result, { ...options, colour: coloured }) ?? '';
        if (guard.check(text)) throw withheld(name);
        return text;
      };
      const failures: unknown[] = [];
      const attempt = async (action: () => unknown): Promise<void> => {
        try {
          await action();
        } catch (error) {
          failures.push(error);
        }
      };
      for (const file of files) await attempt(() => writeWhole(file, render(file.format, false)));
      await attempt(() => io.stdout.write(render(format, colour)));
      if (failures.length > 0) throw failures[0];
    },
  };
}

function withheld(name: FormatName): ScanError {
  return new ScanError(
    'would-leak',
    `Cannot write the ${name} output: it would hold a value that the scan has found, so it is withheld`,
  );
}

function parseOutput(text: string): FileOutput {
  const at = text.indexOf('=');
  const format = text.slice(0, Math.max(0, at));
  const path = text.slice(at + 1);
  if (at < 0 || !isFormat(format) || path === '') {
    const near = closest(format, FORMATS);
    const hint = near === undefined || near === format ? '' : ` (did you mean ${near}?)`;
    throw new ScanError(
      'usage',
      `Cannot use --output: it is FORMAT=FILE with FORMAT one of ${FORMATS.join(', ')}, ledger${hint}`,
    );
  }
  return { format, path };
}

/** Where an output goes: a link is followed, so that it stays one. */
function targetOf({ format, path }: FileOutput, cwd: string): OutputTarget {
  const named = resolve(cwd, path);
  const stats = statSync(named, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) throw new ScanError('usage', `Cannot write ${path}: is a directory`);
  const folder = dirname(named);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ScanError('usage', `Cannot write ${path}: its folder does not exist`);
  }
  const file = stats === undefined ? join(realpathSync(folder), basename(named)) : realpathSync(named);
  return { format, shown: path, file, regular: stats === undefined || stats.isFile() };
}

function checkTwice(files: readonly OutputTarget[]): void {
  const regular = files.filter((file) => file.regular);
  const twice = regular.find(({ file }, index) => regular.findIndex((other) => other.file === file) < index);
  if (twice) throw new ScanError('usage', `Cannot write ${twice.shown}: it is named for two outputs`);
}

/** Writes beside the file and renames, so that an interrupted run leaves no half report; a device or pipe is written to. */
async function writeWhole({ file, shown, regular }: OutputTarget, text: string): Promise<void> {
  const partial = `${file}.${randomBytes(6).toString('hex')}.partial`;
  try {
    if (!regular) return await writeFile(file, text);
    await writeFile(partial, text, { flag: 'wx' });
    await rename(partial, file);
  } catch (cause) {
    if (regular) await rm(partial, { force: true });
    throw new ScanError('output-failed', `Cannot write ${shown}: ${systemReason(cause)}`, { cause });
  }
}
