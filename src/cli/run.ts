import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { builtinRules } from '../detect/builtin.ts';
import { ScanError } from '../errors.ts';
import { OutputGuard } from '../report/guard.ts';
import { plural } from '../report/figures.ts';
import { loadReporter } from '../report/reporters.ts';
import { shownInside } from '../report/names.ts';
import { visible } from '../report/sanitize.ts';
import { vocabulary } from '../report/vocabulary.ts';
import type { Refusal } from '../run/arguments.ts';
import { ownRunRecord, runRecordText } from '../run/record.ts';
import { runSession, type RunOptions, type RunOutcome } from '../run/session.ts';
import type { Arguments } from './arguments.ts';
import { guardWords } from './guard-of.ts';
import type { CliIo } from './io.ts';
import { noteUnchecked } from './known/unchecked.ts';
import { targetOf, writeWhole } from './output-files.ts';
import { safeText } from './safe-text.ts';
import { scanOptions } from './scan.ts';
import { withheld } from './withheld.ts';

/** Leaks, and what was not looked at, that are named. */
const SHOWN = 10;
/** Where evidence is kept that `--out` gives no place. */
const USUAL_FOLDER = '.watertight/runs';

type Ran = Extract<RunOutcome, { kind: 'ran' }>;

/** `watertight run`: runs a command, keeps its arguments and output as redacted evidence, and gives the exit code. */
export async function runCommand(args: Arguments, io: CliIo): Promise<number> {
  const [program, ...rest] = args.command === 'run' ? args.paths : [];
  if (program === undefined) {
    throw new ScanError('usage', 'Cannot run: name the command after --, as in watertight run -- make test');
  }
  const command: readonly [string, ...string[]] = [program, ...rest];
  const named = args.text('out');
  const shown =
    named ?? `${USUAL_FOLDER}/${new Date().toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`;
  const options = await runOptions(args, io, command, shown);
  const outcome = await runSession(options);
  if (outcome.kind === 'refused') return refused(outcome.refusals, io);
  const code = exitCodeOf(args, outcome);
  const name = await outcome.outcome.safeName(shown);
  await keep(outcome, code, name, options, io);
  if (named === undefined) leaveOutOfGit(resolve(io.cwd, USUAL_FOLDER));
  noteArguments(command, outcome.record.argv, io);
  // No progress is asked for: a verdict is none.
  if (!args.isSet('quiet') || outcome.record.scan.exitCode !== 0) tell(outcome, name, io);
  noteUnchecked(outcome.outcome.result.summary.known, io);
  return code;
}

/** Evidence that nobody gave a place is none to be committed with the next `git add`. A file that is there stays. */
function leaveOutOfGit(folder: string): void {
  const file = join(folder, '.gitignore');
  if (!existsSync(file)) writeFileSync(file, '*\n');
}

async function runOptions(
  args: Arguments,
  io: CliIo,
  command: readonly [string, ...string[]],
  shown: string,
): Promise<RunOptions> {
  const started = args.isSet('tty') ? inTerminal(command, io) : command;
  return {
    ...(await scanOptions(args, io)),
    enforced: true,
    command,
    started,
    folder: resolve(io.cwd, shown),
    shown,
    show: shower(io),
    onStart: (signal) => io.onSignal?.(signal) ?? (() => undefined),
    sendSignal: (pid, name) => process.kill(pid, name),
  };
}

/** Hands output on. A command that writes is worth V8's flags for long runs; they cost one that is silent a tenth of its start. */
function shower(io: CliIo): RunOptions['show'] {
  let isFirst = true;
  return async (name, bytes) => {
    if (isFirst) await io.compileLess?.();
    isFirst = false;
    return (await (name === 'stdout' ? io.stdout : io.stderr).writeBytes?.(bytes)) ?? true;
  };
}

/** A pseudo-terminal by script of util-linux; its manual: https://man7.org/linux/man-pages/man1/script.1.html */
function inTerminal(command: readonly string[], io: CliIo): readonly [string, ...string[]] {
  const folders = (io.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  if (!folders.some((folder) => existsSync(join(folder, 'script')))) {
    throw new ScanError('usage', 'Cannot use --tty: the program script (util-linux) was not found');
  }
  const quoted = command.map(quote).join(' ');
  // script starts $SHELL, which may read quotes otherwise, or be no shell (nologin).
  const { SHELL } = io.env;
  const own = SHELL === undefined ? 'unset SHELL;' : `SHELL=${quote(SHELL)}`;
  return ['env', 'SHELL=/bin/sh', 'script', '--quiet', '--return', '--command', `${own} exec ${quoted}`, '/dev/null'];
}

/** A word of a POSIX shell. */
const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function refused(refusals: readonly Refusal[], io: CliIo): number {
  for (const { location, ruleName, ruleId } of refusals) {
    const where = shownInside(location) === '' ? 'an argument' : shownInside(location);
    io.stderr.write(`watertight: REFUSED  ${where} holds a value: ${visible(ruleName)} [${visible(ruleId)}]\n`);
  }
  io.stderr.write(
    'watertight: nothing was started, since every process on this machine could read it: pass it in the environment, in a file or on ' +
      'standard input\n',
  );
  return 1;
}

/** The command's own code where all is well, or where `--exit-policy command` asks for it. */
function exitCodeOf(args: Arguments, { record }: Ran): number {
  if (args.text('exit-policy') === 'command' || record.scan.exitCode === 0) return record.end.code;
  return record.scan.exitCode;
}

async function keep(ran: Ran, exitCode: number, place: string, { folder, cwd }: RunOptions, io: CliIo): Promise<void> {
  const { outcome, context, record } = ran;
  const text = runRecordText({ ...record, exitCode });
  const reporter = await loadReporter('ledger');
  const times = { startedAt: record.startedAt, finishedAt: record.endedAt };
  const ledger = reporter(outcome.result, { ...times, targets: [place] });
  const secrets = [...outcome.secrets, ...context.collector.secrets];
  const form = runRecordText(ownRunRecord({ ...record, exitCode }));
  const ours = vocabulary(outcome.result, { ...times, targets: [] }, [reporter], builtinRules());
  const words = guardWords([form, ...ours, record.tool.packet, ...record.environment]);
  const guard = new OutputGuard(secrets, outcome.showsValue, words);
  for (const [name, content] of [
    ['run.json', text],
    ['ledger.jsonl', ledger],
  ] as const) {
    if (guard.check(content) || (await outcome.others?.holds(content, words)) === true)
      throw withheld(`${place}/${name}`, content, guard);
  }
  await outcome.others?.close();
  const files = [
    { target: targetOf({ format: 'ledger', path: join(folder, 'ledger.jsonl') }, cwd), content: ledger },
    { target: targetOf({ format: 'run', path: join(folder, 'run.json') }, cwd), content: text },
  ];
  for (const { target, content } of files) await writeWhole(target, content);
  if (record.end.failure !== null)
    io.stderr.write(`watertight: the command ${safeText(record.argv[0] ?? '')} ${FAILURES[record.end.failure]}\n`);
}

const FAILURES = { 'not found': 'was not found', 'cannot be executed': 'cannot be executed' } as const;

/** What was let start, and turned out to be a value. */
function noteArguments(command: readonly string[], kept: readonly string[], io: CliIo): void {
  const held = command.flatMap((word, index) => (word === kept[index] ? [] : [`argv[${index}]`]));
  if (held.length === 0) return;
  io.stderr.write(
    `watertight: note: ${held.slice(0, SHOWN).join(', ')} held a value that every process on this machine could read: rotate it\n`,
  );
}

function tell({ record, outcome }: Ran, name: string, io: CliIo): void {
  const { scan, redaction, end } = record;
  const word = { 0: 'CLEAN', 1: 'LEAK', 3: 'INCOMPLETE' }[scan.exitCode];
  const left = scan.left
    .slice(0, SHOWN)
    .map(({ path, line, ruleId }) => `  ${visible(path)}:${line}  ${visible(ruleId)}\n`);
  const unread = outcome.result.skipped
    .filter(({ accepted }) => !accepted)
    .slice(0, SHOWN)
    .map(({ path, detail }) => `  ${visible(path)}: ${visible(detail)}\n`);
  const open = end.leftOpen ? '; a process that it started kept its output open' : '';
  io.stderr.write(
    `watertight: ${word}  command ended ${end.code}, ${plural(redaction.count, 'value')} redacted, kept in ${visible(name)}${open}\n${[...left, ...unread].join('')}`,
  );
}
