import { resolve } from 'node:path';
import { ScanError } from '../errors.ts';
import { OutputGuard } from '../report/guard.ts';
import { FORMATS as OUTPUTS, type FormatName, loadReporter } from '../report/reporters.ts';
import type { ScanOutcome } from '../scan.ts';
import type { Reporter, ReportOptions } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { type CliIo, wantsColour } from './io.ts';
import { checkFolder, splitOutput, writeWhole } from './output-files.ts';

/** The outputs of one run, checked before the scan so that a typing error does not cost one. */
export interface Outputs {
  readonly needsLedger: boolean;
  write(outcome: ScanOutcome, options: ReportOptions): Promise<void>;
}

/** @throws {ScanError} `usage` for an unknown format or a folder that does not exist */
export async function openOutputs(args: Arguments, io: CliIo): Promise<Outputs> {
  const format = (args.text('format') ?? 'text') as FormatName;
  const files = args.list('output').map((text) => splitOutput(text, OUTPUTS));
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
      const guard = new OutputGuard(outcome.secrets, undefined, vocabulary(outcome, options, reporters));
      const render = (name: FormatName, coloured: boolean): string => {
        const text = reporters.get(name)?.(outcome.result, { ...options, colour: coloured }) ?? '';
        if (guard.check(text)) throw withheld(name);
        return text;
      };
      for (const file of files) await writeWhole(resolve(io.cwd, file.path), file.path, render(file.format, false));
      io.stdout.write(render(format, colour));
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
