import { redactFiles, type RedactOutcome } from '../redact/files.ts';
import { headOf } from '../redact/stream-head.ts';
import { memoryTarget } from '../redact/target.ts';
import { count, plural } from '../report/figures.ts';
import { knownOf } from '../scan/known-of.ts';
import { planOf, type ScanOptions } from '../scan/plan.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';
import { noteUnchecked } from './known/unchecked.ts';

/**
 * Standard input to standard output: line by line, or as one file where it has no lines.
 *
 * @param told the summary of what became of a file
 */
export async function redactStream(
  args: Arguments,
  io: CliIo,
  options: ScanOptions,
  told: (outcome: RedactOutcome) => string,
): Promise<number> {
  const { hasLines, stream } = await headOf(io.stdin);
  return hasLines ? redactLines(args, io, options, stream) : redactWhole(args, io, { ...options, stdin: stream }, told);
}

/** Archives, compressed data and texts of wide characters: held in memory, and given out once the copy was scanned. */
async function redactWhole(
  args: Arguments,
  io: CliIo,
  options: ScanOptions,
  told: (outcome: RedactOutcome) => string,
): Promise<number> {
  const target = memoryTarget();
  const outcome = await redactFiles({ ...options, paths: ['-'], wholeScope: false, input: '-', mode: 'copy', target });
  const said = told(outcome);
  await io.stdout.writeBytes?.(target.bytes);
  const { exitCode } = outcome.record;
  if (exitCode !== 0 || !args.isSet('quiet')) io.stderr.write(said);
  noteUnchecked(outcome.known, io);
  return exitCode;
}

/** What is given out is judged once more. */
async function redactLines(
  args: Arguments,
  io: CliIo,
  options: ScanOptions,
  stream: AsyncIterable<Uint8Array>,
): Promise<number> {
  const { StreamRedactor } = await import('../redact/stream.ts');
  const { contextOf } = await import('../scan/run-context.ts');
  const known = await knownOf(options);
  const plan = await planOf(options, known);
  const place = { path: '<stdin>', surface: 'backend_log' } as const;
  const redactor = new StreamRedactor(await contextOf(plan, {}), place);
  const check = new StreamRedactor(await contextOf(plan, {}), place);
  const give = async (bytes: Buffer): Promise<boolean> => {
    check.push(bytes);
    return bytes.length === 0 || (await io.stdout.writeBytes?.(bytes)) !== false;
  };
  // Who closes the output ends what writes to the input, as in any pipeline.
  for await (const chunk of stream) if (!(await give(redactor.push(chunk)))) break;
  await give(redactor.end());
  check.end();
  const left = [...check.counts.values()].reduce((sum, one) => sum + one, 0);
  const taken = [...redactor.counts].map(([rule, one]) => `${count(one)} ${rule}`).join(', ');
  if (!args.isSet('quiet')) io.stderr.write(`watertight: redacted ${taken === '' ? 'nothing' : taken}\n`);
  if (left > 0) io.stderr.write(`watertight: LEAK  ${plural(left, 'value')} left in the output\n`);
  noteUnchecked(known?.summary, io);
  const isBlind = known?.required === true && known.unchecked.length > 0;
  if (isBlind) io.stderr.write('watertight: INCOMPLETE  required known values were not searched for\n');
  return left > 0 ? 1 : isBlind ? 3 : 0;
}
