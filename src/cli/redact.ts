import { resolve } from 'node:path';
import { ScanError } from '../errors.ts';
import { redactFiles, type RedactOptions } from '../redact/files.ts';
import { countsOf, recordText, type RedactionRecord } from '../redact/record.ts';
import { copyTarget, inPlaceTarget } from '../redact/target.ts';
import { count, plural } from '../report/figures.ts';
import { visible } from '../report/sanitize.ts';
import { knownOf } from '../scan/known-of.ts';
import { planOf, type ScanOptions } from '../scan/plan.ts';
import type { Arguments } from './arguments.ts';
import { guardOf } from './guard-of.ts';
import type { CliIo } from './io.ts';
import { noteUnchecked } from './known/unchecked.ts';
import { targetOf, writeWhole } from './output-files.ts';
import { scanOptions } from './scan.ts';

/** Files that are named in the summary. */
const SHOWN = 20;

/** `watertight redact`: writes a copy without values, proves it clean, and says what was taken out. */
export async function redactCommand(args: Arguments, io: CliIo): Promise<number> {
  const [input, ...others] = args.paths;
  if (input === undefined || others.length > 0) {
    throw new ScanError('usage', 'Cannot redact: name one file or folder, or - for standard input');
  }
  const isStream = input === '-' && args.text('out') === undefined;
  if (isStream) refuseForStream(args);
  const file = recordFile(args, io);
  const options = await scanOptions(args, io);
  if (isStream) return redactStream(args, io, options);
  const { record, context, known } = await redactFiles(redactOptions(args, io, options, input));
  const text = recordText(record);
  const said = summaryOf(record);
  const guard = guardOf(context, [record.tool.packet, ...SUMMARY_WORDS]);
  if (guard.check(text) || guard.check(said)) {
    throw new ScanError('would-leak', 'Cannot write the record: it would hold a value that was taken out');
  }
  if (file !== undefined) await writeWhole(file, text);
  io.stdout.write(said);
  noteUnchecked(known, io);
  return record.exitCode;
}

/** What needs files of its own is not left out without a word. */
function refuseForStream(args: Arguments): void {
  const flag = ['in-place', 'backup', 'record'].find((name) => args.isSet(name) || args.text(name) !== undefined);
  if (flag === undefined) return;
  throw new ScanError(
    'usage',
    `Cannot use --${flag} for standard input that goes to standard output: there is no file of it`,
  );
}

const SUMMARY_WORDS = [
  'redacted',
  'copied',
  'withheld',
  'skipped',
  'copy',
  'in-place',
  'stream',
  'files',
  'input',
  'output',
];

function redactOptions(args: Arguments, io: CliIo, options: ScanOptions, input: string): RedactOptions {
  const [out, backup] = [args.text('out'), args.text('backup')];
  const common = { ...options, input, paths: [input], wholeScope: false };
  const from = input === '-' ? '' : resolve(io.cwd, input);
  if (args.isSet('in-place')) {
    if (out !== undefined || backup === undefined || input === '-') {
      throw new ScanError('usage', 'Cannot redact in place: it needs --backup FOLDER, a file or folder, and no --out');
    }
    return { ...common, mode: 'in-place', target: inPlaceTarget(from, resolve(io.cwd, backup), backup) };
  }
  if (out === undefined) {
    throw new ScanError('usage', 'Cannot redact: it needs --out PATH (or --in-place with --backup FOLDER)');
  }
  return { ...common, mode: 'copy', target: copyTarget(from, resolve(io.cwd, out), out) };
}

function recordFile(args: Arguments, io: CliIo): ReturnType<typeof targetOf> | undefined {
  const path = args.text('record');
  return path === undefined ? undefined : targetOf({ format: 'redaction', path }, io.cwd);
}

/** Standard input to standard output, line by line; what is given out is judged once more. */
async function redactStream(args: Arguments, io: CliIo, options: ScanOptions): Promise<number> {
  const { StreamRedactor } = await import('../redact/stream.ts');
  const { contextOf } = await import('../scan/run-context.ts');
  const known = await knownOf(options);
  const plan = await planOf(options, known);
  const place = { path: '<stdin>', surface: 'backend_log' } as const;
  const redactor = new StreamRedactor(await contextOf(plan, {}), place);
  const check = new StreamRedactor(await contextOf(plan, {}), place);
  const give = async (bytes: Buffer): Promise<void> => {
    check.push(bytes);
    if (bytes.length > 0) await io.stdout.writeBytes?.(bytes);
  };
  for await (const chunk of io.stdin) await give(redactor.push(chunk));
  await give(redactor.end());
  check.end();
  const left = [...check.counts.values()].reduce((sum, one) => sum + one, 0);
  const taken = [...redactor.counts].map(([rule, one]) => `${count(one)} ${rule}`).join(', ');
  if (!args.isSet('quiet')) io.stderr.write(`watertight: redacted ${taken === '' ? 'nothing' : taken}\n`);
  if (left > 0) io.stderr.write(`watertight: LEAK  ${plural(left, 'value')} left in the output\n`);
  noteUnchecked(known?.summary, io);
  const isBlind = known?.required === true && known.unchecked.length > 0;
  if (isBlind) io.stderr.write('watertight: INCOMPLETE  known values that are required were not looked for\n');
  return left > 0 ? 1 : isBlind ? 3 : 0;
}

function summaryOf(record: RedactionRecord): string {
  const counts = countsOf(record);
  const lost = record.files.filter(({ reason }) => reason !== null);
  const lines = lost
    .slice(0, SHOWN)
    .map(({ path, status, reason }) => `  ${status}  ${visible(path)}: ${visible(reason ?? '')}`);
  if (lost.length > SHOWN) lines.push(`  … and ${count(lost.length - SHOWN)} more: the record has them all`);
  const rules = Object.entries(counts.byRule).map(([rule, one]) => `  ${count(one)}  ${rule}`);
  if (record.files.length === 0) return 'EMPTY  no file was in scope: nothing was looked at\n';
  const word = { 0: 'CLEAN', 1: 'LEAK', 3: 'INCOMPLETE' }[record.exitCode];
  return [
    ...rules,
    ...lines,
    `${word}  redacted ${plural(counts.redactions, 'value')} in ${plural(counts.redacted, 'file')} of ${count(counts.files)}` +
      `${counts.withheld > 0 ? `, ${count(counts.withheld)} withheld` : ''}${counts.skipped > 0 ? `, ${count(counts.skipped)} skipped` : ''}` +
      ' (rotate what anybody could read: taking it out does not undo that)',
    '',
  ].join('\n');
}
