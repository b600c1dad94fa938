import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { statSync } from 'node:fs';
import { ScanError, systemReason } from '../errors.ts';
import { OutputGuard } from '../report/guard.ts';
import { isFormat, type FormatName, loadReporter } from '../report/reporters.ts';
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

/** The outputs of one run, checked before the scan so that a typing error does not cost one. */
export interface Outputs {
  readonly needsLedger: boolean;
  write(outcome: ScanOutcome, options: ReportOptions): Promise<void>;
}

/** @throws {ScanError} `usage` for an unknown format or a folder that does not exist */
export async function openOutputs(args: Arguments, io: CliIo): Promise<Outputs> {
  const format = (args.text('format') ?? 'text') as FormatName;
  const files = args.list('output').map(parseOutput);
  const ledger = args.text('ledger');
  if (ledger !== undefined) files.push({ format: 'ledger', path: ledger });
  for (const { path } of files) checkFolder(path, io.cwd);
  const reporters = new Map<FormatName, Reporter>();
  for (const name of new Set([format, ...files.map((file) => file.format)]))
    reporters.set(name, await loadReporter(name));
  const colour = wantsColour(io, args.isSet('no-color'));
  return {
    needsLedger: files.some((file) => file.format === 'ledger'),
    async write(outcome, options) {
      const words = vocabulary(outcome, options, reporters);
      const guard = new OutputGuard(outcome.secrets, outcome.showsValue, words);
      const render = async (name: FormatName, coloured: boolean): Promise<string> => {
        const text = reporters.get(name)?.(outcome.result, { ...options, colour: coloured }) ?? '';
        if (guard.check(text) || (await outcome.others?.holds(text, words)) === true) throw withheld(name);
        return text;
      };
      for (const file of files) {
        await writeWhole(resolve(io.cwd, file.path), file.path, await render(file.format, false));
      }
      io.stdout.write(await render(format, colour));
    },
  };
}

/** A found value that is a word of the report format itself gives nothing away by standing there. */
function vocabulary(
  outcome: ScanOutcome,
  options: ReportOptions,
  reporters: ReadonlyMap<FormatName, Reporter>,
): string[] {
  const { result } = outcome;
  const summary = { ...result.summary, findings: 0, bySurface: result.summary.bySurface };
  const empty = { ...result, findings: [], allowed: [], skipped: [], ledger: [], summary };
  const own = [...reporters.values()].map((reporter) => reporter(empty, { ...options, targets: [] }));
  return [...own, JSON.stringify(result.rules)];
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

function checkFolder(path: string, cwd: string): void {
  const folder = dirname(resolve(cwd, path));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ScanError('usage', `Cannot write ${path}: its folder does not exist`);
  }
}

/** Writes beside the file and renames, so that an interrupted run leaves no half report. */
async function writeWhole(file: string, shown: string, text: string): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, text);
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new ScanError('output-failed', `Cannot write ${shown}: ${systemReason(cause)}`, { cause });
  }
}
