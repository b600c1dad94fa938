import { ScanError } from '../errors.ts';
import { count, plural } from '../report/figures.ts';
import { visible } from '../report/sanitize.ts';
import { selftestText } from '../selftest/record.ts';
import { selftest, type SelftestResult } from '../selftest/selftest.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { readInputText } from './input-file.ts';
import { targetOf, writeWhole } from './output-files.ts';
import { scanOptions } from './scan.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** Lines of each kind that are shown; all are counted. */
const SHOWN = 40;

/** `watertight selftest`: plants values, scans, and says what was not found. */
export async function selftestCommand(args: Arguments, io: CliIo): Promise<number> {
  if (args.paths.length > 0) throw new ScanError('usage', 'Cannot test: it takes no paths; it creates what it scans');
  const record = args.text('record');
  const target = record === undefined ? undefined : targetOf({ format: 'selftest', path: record }, io.cwd);
  const options = await scanOptions(args, io);
  const examples = await examplesOf(args.list('rules'), io);
  const result = await untilInterrupted(io, (signal) => selftest({ ...options, examples, signal }));
  const text = selftestText(result, new Date().toISOString());
  if (target !== undefined) await writeWhole(target, text);
  io.stdout.write(args.isSet('json') ? text : summaryOf(result));
  return result.exitCode;
}

async function examplesOf(
  paths: readonly string[],
  io: CliIo,
): Promise<Record<string, readonly (readonly string[])[]>> {
  const examples: Record<string, readonly (readonly string[])[]> = {};
  if (paths.length === 0) return examples;
  const { parseRuleFile } = await import('../detect/rule-file.ts');
  for (const path of paths)
    for (const rule of await parseRuleFile(await readInputText(path, io.cwd, 'rules'), path))
      examples[rule.id] = rule.examples;
  return examples;
}

function summaryOf({ planted, missing, notPlanted }: SelftestResult): string {
  const word = missing.length === 0 ? 'PASS' : 'FAIL';
  return [
    ...linesOf(missing, 'not found'),
    ...linesOf(notPlanted, 'not planted'),
    `${word}  ${count(planted - missing.length)} of ${plural(planted, 'canary', 'canaries')} found`,
    '',
  ].join('\n');
}

function linesOf(items: readonly string[], word: string): readonly string[] {
  const more = items.length - SHOWN;
  const shown = items.slice(0, SHOWN).map((item) => `  ${word}  ${visible(item)}`);
  return more > 0 ? [...shown, `  … and ${count(more)} more`] : shown;
}
