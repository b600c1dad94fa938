import { bugPlace, ScanError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { closest } from './closest.ts';
import type { CommandName } from './commands.ts';
import { declaredFinder, forgetDeclared } from './declared.ts';
import type { CliIo } from './io.ts';

type Command = (args: Arguments, io: CliIo) => number | Promise<number>;

/** Where each command is; loaded when it is the one that runs. */
const COMMANDS_AT: Readonly<Record<CommandName, () => Promise<Command>>> = {
  scan: async () => (await import('./scan.ts')).scanCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  surfaces: async () => (await import('./surfaces.ts')).surfacesCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  'packet init': async () => (await import('./packet-init.ts')).packetInitCommand,
  'packet coverage': async () => (await import('./packet-coverage.ts')).packetCoverageCommand,
  'packet eval': async () => (await import('./packet-eval.ts')).packetEvalCommand,
  'decision new': async () => (await import('./decision-new.ts')).decisionNewCommand,
  'decision history': async () => (await import('./decision-history.ts')).decisionHistoryCommand,
  'ledger verify': async () => (await import('./ledger-verify.ts')).ledgerVerifyCommand,
  'ledger diff': async () => (await import('./ledger-diff.ts')).ledgerDiffCommand,
  attest: async () => (await import('./attest.ts')).attestCommand,
  'attest verify': async () => (await import('./attest-verify.ts')).attestVerifyCommand,
  'publish-check': async () => (await import('./publish-check.ts')).publishCheckCommand,
  selftest: async () => (await import('./selftest.ts')).selftestCommand,
  run: async () => (await import('./run.ts')).runCommand,
  redact: async () => (await import('./redact.ts')).redactCommand,
  allow: async () => (await import('./allow.ts')).allowCommand,
  'audit acknowledge': async () => (await import('./audit-acknowledge.ts')).acknowledgeCommand,
  'baseline create': async () => (await import('./baseline-create.ts')).baselineCreateCommand,
  'baseline compare': async () => (await import('./baseline-compare.ts')).baselineCompareCommand,
  'known build': async () => (await import('./known/build.ts')).knownBuildCommand,
  'known list': async () => (await import('./known/list.ts')).knownListCommand,
  'known check': async () => (await import('./known/check.ts')).knownCheckCommand,
  'hook pre-commit': async () => (await import('./hook/pre-commit.ts')).preCommitHook,
  'hook commit-msg': async () => (await import('./hook/commit-msg.ts')).commitMessageHook,
  'hook pre-push': async () => (await import('./hook/pre-push.ts')).prePushHook,
  'hook install': async () => (await import('./hook/install.ts')).installHooks,
  'hook uninstall': async () => (await import('./hook/uninstall.ts')).uninstallHooks,
  'hook status': async () => (await import('./hook/status.ts')).hookStatus,
  explain: async () => (await import('./explain.ts')).explainCommand,
  'rules list': async () => (await import('./rules.ts')).rulesCommand,
  'rules show': async () => (await import('./rules-show.ts')).rulesShowCommand,
  'rules test': async () => (await import('./rules-test.ts')).rulesTestCommand,
  rules: async () => (await import('./rules.ts')).rulesCommand,
};

/**
 * Runs one command line and gives the exit code: 0 clean, 1 a leak or violation, 2 could not run, 3 incomplete. Nothing is
 * written to the streams but what `safeText` let pass.
 */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  forgetDeclared();
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof ScanError) await hideDeclaredNames(argv, io);
    io.stderr.write(`watertight: ${await describe(error, io)}${hintOf(argv[0] ?? '', error)}\n`);
    return 2;
  }
}

/** A name may hold a declared value also where the command does not read what is declared, or failed before. */
async function hideDeclaredNames(argv: readonly string[], io: CliIo): Promise<void> {
  if (declaredFinder() !== undefined) return;
  const { readDeclared } = await import('./read-declared.ts');
  await readDeclared(argv, io);
}

async function dispatch(argv: readonly string[], io: CliIo): Promise<number> {
  const args = parseArguments(argv);
  if (args.isSet('version')) {
    io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  if (args.isSet('help') || args.command === 'help') {
    const { helpText } = await import('./help.ts');
    const isNamed = args.command === 'help' || args.command.split(' ')[0] === argv[0];
    const all = args.paths.includes('all') ? ' all' : '';
    const topic = args.command === 'help' ? args.paths.join(' ') : `${isNamed ? args.command : ''}${all}`;
    io.stdout.write(await helpText(topic, io.stdout.columns ?? 100));
    return 0;
  }
  const command = await COMMANDS_AT[args.command]();
  if (NAMES_ALONE.has(args.command)) await hideDeclaredNames(argv, io);
  return command(args, io);
}

/** Commands that look for no value and read none that is declared, but show names from the packet, the repository or the command line. */
const NAMES_ALONE: ReadonlySet<string> = new Set<CommandName>([
  'packet init',
  'packet coverage',
  'packet eval',
  'decision new',
  'decision history',
  'attest verify',
  'allow',
  'hook install',
  'hook uninstall',
  'hook status',
  'rules test',
]);

/** What other scanners call what a command does. */
const CALLED_ELSEWHERE: Readonly<Record<string, string>> = {
  dir: 'scan',
  detect: 'scan',
  filesystem: 'scan',
  stdin: 'scan -',
  git: 'audit',
  protect: 'scan --staged',
};

/** A command that is mistyped is taken for a path of the default one. */
function hintOf(word: string, error: unknown): string {
  if (!(error instanceof ScanError) || error.message !== `Cannot scan ${word}: no such file`) return '';
  const called = Object.hasOwn(CALLED_ELSEWHERE, word) ? CALLED_ELSEWHERE[word] : undefined;
  const near =
    called ??
    closest(
      word,
      Object.keys(COMMANDS_AT).flatMap((name) => name.split(' ')[0] ?? []),
    );
  return near === undefined ? '' : ` (did you mean watertight ${near}?)`;
}

/** An expected error in its own words; a bug as its class and place in the code, without the message, which may quote evidence. */
async function describe(error: unknown, io: CliIo): Promise<string> {
  const { safeText } = await import('./safe-text.ts');
  if (error instanceof ScanError) return safeText(error.message);
  const { name, frames } = bugPlace(error);
  const trace = io.env['WATERTIGHT_DEBUG'] === undefined ? frames.slice(0, 1) : frames;
  return safeText(`internal error (${name}): please report it with this trace\n${trace.join('\n')}`);
}
