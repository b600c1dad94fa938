import { resolve } from 'node:path';
import { ScanError } from '../errors.ts';
import { redactFiles, type RedactOptions, type RedactOutcome } from '../redact/files.ts';
import { countsOf, ownRecord, recordText, type RedactionRecord } from '../redact/record.ts';
import { copyTarget, inPlaceTarget } from '../redact/target.ts';
import { count, plural } from '../report/figures.ts';
import { visible } from '../report/sanitize.ts';
import type { ScanOptions } from '../scan/plan.ts';
import type { Arguments } from './arguments.ts';
import { guardOf } from './guard-of.ts';
import type { CliIo } from './io.ts';
import { noteUnchecked } from './known/unchecked.ts';
import { targetOf, writeWhole } from './output-files.ts';
import { scanOptions } from './scan.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { withheld } from './withheld.ts';

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
  if (isStream) {
    const { redactStream } = await import('./redact-stream.ts');
    return redactStream(args, io, options, (outcome) => toldOf(outcome).said);
  }
  const done = await untilInterrupted(io, (signal) =>
    redactFiles({ ...redactOptions(args, io, options, input), signal }),
  );
  const { text, said } = toldOf(done);
  if (file !== undefined) await writeWhole(file, text);
  io.stdout.write(said);
  noteUnchecked(done.known, io);
  return done.record.exitCode;
}

/** The record and the summary of it; neither holds a value. */
function toldOf({ record, context }: RedactOutcome): { readonly text: string; readonly said: string } {
  const text = recordText(record);
  const said = summaryOf(record);
  const own = ownRecord(record);
  const guard = guardOf(context, [record.tool.packet, recordText(own), summaryOf(own)]);
  if (guard.check(text)) throw withheld('the record', text, guard);
  if (guard.check(said)) throw withheld('the summary', said, guard);
  return { text, said };
}

/** What needs files of its own is not left out without a word. */
function refuseForStream(args: Arguments): void {
  const flag = ['in-place', 'backup', 'record'].find((name) => args.isSet(name) || args.text(name) !== undefined);
  if (flag === undefined) return;
  throw new ScanError(
    'usage',
    `Cannot use --${flag} when redacting standard input to standard output: there is no file`,
  );
}

function redactOptions(args: Arguments, io: CliIo, options: ScanOptions, input: string): RedactOptions {
  const [out, backup] = [args.text('out'), args.text('backup')];
  const common = { ...options, input, paths: [input], wholeScope: false };
  const from = input === '-' ? '' : resolve(io.cwd, input);
  if (args.isSet('in-place')) {
    if (out !== undefined || backup === undefined || input === '-') {
      throw new ScanError(
        'usage',
        'Cannot redact in place: it needs a file or folder and --backup FOLDER, without --out',
      );
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

/** What is changed in place is not withheld from anybody. */
function wordOf(status: string, { mode }: RedactionRecord): string {
  return status === 'withheld' && mode === 'in-place' ? 'left' : status;
}

function summaryOf(record: RedactionRecord): string {
  const counts = countsOf(record);
  const lost = record.files.filter(({ reason, status }) => reason !== null && status !== 'left-out');
  const lines = lost
    .slice(0, SHOWN)
    .map(({ path, status, reason }) => `  ${wordOf(status, record)}  ${visible(path)}: ${visible(reason ?? '')}`);
  if (lost.length > SHOWN) lines.push(`  … and ${count(lost.length - SHOWN)} more: the record lists all`);
  const rules = Object.entries(counts.byRule).map(([rule, one]) => `  ${count(one)}  ${rule}`);
  if (counts.files === 0) return 'EMPTY  no file in scope: nothing was scanned\n';
  const word = { 0: 'CLEAN', 1: 'LEAK', 3: 'INCOMPLETE' }[record.exitCode];
  return [
    ...rules,
    ...lines,
    `${word}  redacted ${plural(counts.redactions, 'value')} in ${plural(counts.redacted, 'file')} of ${count(counts.files)}` +
      `${counts.withheld > 0 ? `, ${count(counts.withheld)} ${wordOf('withheld', record)}` : ''}${counts.skipped > 0 ? `, ${count(counts.skipped)} skipped` : ''}${counts.leftOut > 0 ? `, ${count(counts.leftOut)} not copied (links, empty folders, exclusions)` : ''}` +
      ' (rotate values that anyone could read: redaction does not undo that)',
    '',
  ].join('\n');
}
