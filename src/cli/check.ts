import type { CheckReporter, CheckReportOptions } from '../check-result.ts';
import type { CheckRun } from '../check.ts';
import { builtinRules } from '../detect/builtin.ts';
import { OutputGuard } from '../report/guard.ts';
import { ownResult } from '../report/vocabulary.ts';
import type { Arguments } from './arguments.ts';
import { runCheck } from './check-run.ts';
import { CHECK_FORMATS } from './flags.ts';
import { type CliIo, wantsColour } from './io.ts';
import { checkTwice, splitOutput, targetOf, writeWhole } from './output-files.ts';
import { withheld } from './withheld.ts';

type CheckFormat = (typeof CHECK_FORMATS)[number];

/** How each format is loaded: only the chosen one costs time at start. */
const REPORTERS: Readonly<Record<CheckFormat, () => Promise<CheckReporter>>> = {
  text: async () => (await import('../report/check/human.ts')).checkHuman,
  brief: async () => (await import('../report/check/brief.ts')).checkBrief,
  json: async () => (await import('../report/check/json.ts')).checkJson,
  sarif: async () => (await import('../report/check/sarif.ts')).checkSarif,
  junit: async () => (await import('../report/check/junit.ts')).checkJunit,
  github: async () => (await import('../report/check/github.ts')).checkGithub,
};

/** `watertight check`: checks, writes every output that was asked for, and gives the exit code. */
export async function checkCommand(args: Arguments, io: CliIo): Promise<number> {
  const startedAt = new Date().toISOString();
  const format = (args.text('format') ?? 'text') as CheckFormat;
  const files = args.list('output').map((text) => targetOf(splitOutput(text, CHECK_FORMATS), io.cwd));
  checkTwice(files);
  const run = await runCheck(args, io);
  const options = { startedAt, finishedAt: new Date().toISOString() };
  for (const file of files) {
    await writeWhole(file, await render(file.format, run, options));
  }
  const colour = wantsColour(io, args.isSet('no-color'));
  io.stdout.write(await render(format, run, { ...options, colour }));
  return run.result.summary.exitCode;
}

async function render(format: CheckFormat, run: CheckRun, options: CheckReportOptions): Promise<string> {
  const reporter = await REPORTERS[format]();
  return guarded(reporter(run.result, options), run, (result) => reporter(result, options));
}

/**
 * The text, if it holds no value that the run has matched. Words of the report's own form, which an empty report has as well,
 * give nothing away.
 *
 * @throws {ScanError} `would-leak`
 */
export function guarded(text: string, run: CheckRun, renderEmpty: (result: CheckRun['result']) => string): string {
  const { result } = run;
  const scan = ownResult(result.scan, builtinRules());
  const place = { path: '', line: 1, column: 1 };
  // Ids and outcomes are words of ours, and so are their titles.
  const observations = result.observations.map((one) => ({ ...one, message: '', fix: '', place }));
  const facts = {
    ...result.facts,
    gates: [],
    workItems: [],
    evidence: [],
    statements: [],
    unassigned: [],
    decision: null,
  };
  const own = renderEmpty({ ...result, observations, scan, facts });
  const guard = new OutputGuard(run.secrets, undefined, [own, JSON.stringify(scan)]);
  if (!guard.check(text)) return text;
  throw withheld('the result', text, guard);
}
