import { builtinRules } from '../detect/builtin.ts';
import { OutputGuard } from '../report/guard.ts';
import { FORMATS as OUTPUTS, type FormatName, loadReporter } from '../report/reporters.ts';
import { vocabulary } from '../report/vocabulary.ts';
import type { ScanOutcome } from '../scan.ts';
import type { Reporter, ReportOptions } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { type CliIo, wantsColour } from './io.ts';
import { checkTwice, splitOutput, targetOf, writeWhole } from './output-files.ts';
import { withheld } from './withheld.ts';

/** The outputs of one run, checked before the scan so that a typing error does not cost one. */
export interface Outputs {
  readonly needsLedger: boolean;
  /** Absolute paths of the files that the run will write. */
  readonly files: readonly string[];
  /** Writes all of them; one that cannot be written does not keep back the others, but for a result on standard output without findings. */
  write(outcome: ScanOutcome, options: ReportOptions): Promise<void>;
}

/**
 * @param usual the format where none is asked for
 * @throws {ScanError} `usage` for an unknown format, a folder that does not exist or a file that is named twice
 */
export async function openOutputs(args: Arguments, io: CliIo, usual: FormatName = 'text'): Promise<Outputs> {
  const format = (args.text('format') ?? usual) as FormatName;
  const outputs = args.list('output').map((text) => splitOutput(text, OUTPUTS));
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
      // Without values there is nothing that a word of our own could be taken for.
      const isEmpty = outcome.secrets.length === 0 && outcome.others === undefined;
      const words = isEmpty ? [] : vocabulary(outcome.result, options, reporters.values(), builtinRules());
      const guard = new OutputGuard(outcome.secrets, outcome.showsValue, words);
      const render = async (name: FormatName, coloured: boolean): Promise<string> => {
        const text = reporters.get(name)?.(outcome.result, { ...options, colour: coloured }) ?? '';
        if (guard.check(text) || (await outcome.others?.holds(text, words)) === true)
          throw withheld(`the ${name} output`, text, guard);
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
      for (const file of files) await attempt(async () => writeWhole(file, await render(file.format, false)));
      // A verdict of success would contradict the exit code.
      if (failures.length === 0 || outcome.result.summary.findings > 0)
        await attempt(async () => io.stdout.write(await render(format, colour)));
      if (failures.length > 0) throw failures[0];
    },
  };
}
