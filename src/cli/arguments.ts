import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ScanError } from '../errors.ts';
import { mayQuote } from '../may-quote.ts';
import { closest } from './closest.ts';
import { COMMANDS, type CommandName, commandsOf, type FlagSpec } from './commands.ts';
import { FLAGS, flagsOf } from './flags.ts';

/** A command line as it was typed, checked against the table of flags. */
export interface Arguments {
  readonly command: CommandName | 'help';
  readonly paths: readonly string[];
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  isSet(name: string): boolean;
}

/**
 * Reads the command line without loading anything big.
 *
 * @throws {ScanError} `usage` for an unknown flag, a missing value or a choice that does not exist
 */
export function parseArguments(argv: readonly string[]): Arguments {
  if (asksForGroup(argv)) return parseArguments(['help', argv[0] ?? '']);
  const front = flagsInFront(argv);
  if (front > 0) return parseArguments(commandFirst(argv, front));
  const words = namedWords(argv);
  const command = (words === 0 ? 'scan' : argv.slice(0, words).join(' ')) as Arguments['command'];
  const flags = flagsOf(command);
  const { values, positionals } = parse(argv.slice(words), flags, command);
  for (const flag of flags) checkValues(flag, values[flag.name]);
  const list = (name: string): readonly string[] =>
    [values[name] ?? []].flat().filter((item) => typeof item === 'string');
  return {
    command,
    paths: positionals,
    text: (name) => list(name).at(-1),
    list,
    isSet: (name) => values[name] === true,
  };
}

/** How many arguments are flags in front of the name of a command: `-q scan out`. 0 where no command is named behind them. */
function flagsInFront(argv: readonly string[]): number {
  let at = 0;
  while (at < argv.length) {
    const word = argv[at] ?? '';
    const flag = FLAGS.find((known) => writingsOf(known).includes(word.split('=', 1)[0] ?? ''));
    if (flag === undefined) break;
    at += flag.type === 'string' && !word.includes('=') ? 2 : 1;
  }
  return at > 0 && isCommandName(argv[at] ?? '') ? at : 0;
}

function isCommandName(word: string): boolean {
  return Object.hasOwn(COMMANDS, word) || commandsOf(word).length > 0;
}

/** The command, and the flags that stood in front of it behind it. */
function commandFirst(argv: readonly string[], front: number): readonly string[] {
  const [first = '', second = ''] = argv.slice(front);
  const words = Object.hasOwn(COMMANDS, `${first} ${second}`) ? 2 : 1;
  return [...argv.slice(front, front + words), ...argv.slice(0, front), ...argv.slice(front + words)];
}

/** How many words at the start of a command line name a command; 0 for the default one. */
function namedWords(argv: readonly string[]): number {
  if (argv.length > 1 && Object.hasOwn(COMMANDS, `${argv[0]} ${argv[1]}`)) return 2;
  if (Object.hasOwn(COMMANDS, argv[0] ?? '') || argv[0] === 'help') return 1;
  const group = commandsOf(argv[0] ?? '');
  if (group.length > 0) throw incomplete(argv[1] ?? '', group);
  return 0;
}

/** `hook --help` and the like ask for the commands of a group, as `help hook` does. */
function asksForGroup(argv: readonly string[]): boolean {
  const [first = '', second = ''] = argv;
  const isGroup = !Object.hasOwn(COMMANDS, first) && commandsOf(first).length > 0;
  return isGroup && ['--help', '-h', 'help'].includes(second);
}

/** The first word of commands of two words alone: a second word that is mistyped must not be taken for a path. */
function incomplete(second: string, group: readonly string[]): ScanError {
  const near = closest(
    second,
    group.map((name) => name.slice(name.indexOf(' ') + 1)),
  );
  const first = group[0]?.split(' ')[0];
  const hint = near === undefined ? `one of ${group.join(', ')}` : `did you mean ${first} ${near}?`;
  return new ScanError('usage', `Cannot read the command line: ${first} requires a subcommand (${hint})`);
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

function parse(
  args: readonly string[],
  flags: readonly FlagSpec[],
  command: string,
): { values: Values; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const { name, alias, type } of flags) {
    options[name] = { type, multiple: type === 'string', ...(alias === undefined ? {} : { short: alias }) };
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(error, flags, command);
  }
}

/** Node's message holds the argument itself, which may be a secret: only a flag's own name is repeated. */
function usage(error: unknown, flags: readonly FlagSpec[], command: string): ScanError {
  const help = `see watertight help ${command} all`;
  const message = error instanceof Error ? error.message : '';
  const flag = /^(?:Unknown o|O)ption '(?:-\w, )?(--?[A-Za-z][\w-]{0,30})/.exec(message)?.[1] ?? 'an option';
  if (/Unknown option/.test(message)) {
    const near = meant(flag, flags);
    const named = near !== undefined || mayQuote(flag) ? flag : 'of that name';
    const hint = near === undefined ? (otherCommands(flag) ?? help) : `did you mean --${near}?`;
    return new ScanError('usage', `Cannot read the command line: ${command} has no option ${named} (${hint})`);
  }
  const isAmbiguous = /argument is ambiguous/.test(message);
  const state = isAmbiguous || /argument missing/.test(message) ? 'needs a value' : 'takes no value';
  const how = isAmbiguous ? `if it begins with a hyphen: ${flag}=-x; ` : '';
  return new ScanError('usage', `Cannot read the command line: ${flag} ${state} (${how}${help})`);
}

/** The commands that do have a flag. */
function otherCommands(flag: string): string | undefined {
  const having = (Object.keys(COMMANDS) as CommandName[]).filter(
    (name) => COMMANDS[name].group !== 'inner' && flagsOf(name).some((known) => writingsOf(known).includes(flag)),
  );
  const more = having.length > MOST_NAMED ? ' and others' : '';
  return having.length === 0 ? undefined : `it belongs to ${having.slice(0, MOST_NAMED).join(', ')}${more}`;
}

/** Commands that a message names. */
const MOST_NAMED = 4;

function writingsOf({ name, alias }: FlagSpec): readonly string[] {
  return [`--${name}`, ...(alias === undefined ? [] : [`-${alias}`])];
}

/** What prints one other form has a flag for it. */
const FORMAT = /^(?:-f|--format)$/;

/** The flag that was most likely meant: by its letters, or one that begins as the word does or ends so (`--output`, `--run-dir`). */
function meant(flag: string, flags: readonly FlagSpec[]): string | undefined {
  const names = flags.map(({ name }) => name);
  if (FORMAT.test(flag) && names.includes('json')) return 'json';
  const word = flag.replace(/^-+/, '').toLowerCase();
  const related = names.filter(
    (name) => word.startsWith(name) || name.startsWith(word) || word.endsWith(`-${name}`) || name.endsWith(`-${word}`),
  );
  return closest(word, names) ?? (word.length > 2 ? related.toSorted((a, b) => b.length - a.length)[0] : undefined);
}

/** One of two different values would be forgotten: a packet, a format, or a ledger that is not written. */
function checkValues(flag: FlagSpec, value: Values[string]): void {
  const given = new Set([value].flat());
  if (flag.repeatable !== true && given.size > 1)
    throw new ScanError('usage', `Cannot use --${flag.name} twice: it takes one value`);
  for (const one of given) checkChoice(flag, one);
}

function checkChoice(flag: FlagSpec, last: string | boolean | undefined): void {
  if (flag.choices === undefined || typeof last !== 'string' || flag.choices.includes(last)) return;
  const near = closest(last, flag.choices);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  throw new ScanError('usage', `Cannot use --${flag.name}: it must be one of ${flag.choices.join(', ')}${hint}`);
}
