import type { Argv } from 'yargs';
import { ScanError } from '../errors.ts';
import { wrapped } from '../report/layout.ts';
import { closest } from './closest.ts';
import { COMMAND_GROUPS, COMMANDS, type CommandName, commandsOf, type FlagSpec } from './commands.ts';
import { exitCodes, SCAN_EXIT_CODES } from './exit-codes.ts';
import { FLAG_GROUPS, GENERAL_GROUP, groupOf, OWN_GROUP, shortFlags } from './flag-groups.ts';
import { flagsOf } from './flags.ts';

const ALL = 'all';
/** Column at which a command's description begins. */
const TEXT_AT = 22;
const WIDEST = 110;

const FIRST_STEPS: readonly (readonly [string, string])[] = [
  ['watertight out', 'scan a folder'],
  ['watertight audit', 'scan the history of the repository'],
  ['watertight hook install', 'scan before each commit and push'],
  ['watertight explain FILE:LINE', 'show why a value is reported or not'],
];

/**
 * The help text of a command, of a group of commands (`hook`), or of the whole tool. With `all` as its last word every flag is
 * told in whole sentences. Loads yargs where flags are told.
 *
 * @param topic empty for the whole tool
 * @throws {ScanError} `usage` for any other topic
 */
export async function helpText(topic: string, columns: number): Promise<string> {
  const words = topic.split(' ').filter((word) => word !== '');
  const isWhole = words.at(-1) === ALL;
  const name = words.slice(0, isWhole ? -1 : undefined).join(' ');
  if (isCommand(name)) return flagText(name, isWhole, columns);
  const inner = commandsOf(name);
  if (inner.length > 0) return groupText(name, inner);
  if (name !== '') throw unknown(name);
  return isWhole ? `${overview(isWhole)}\n${await flagText('scan', isWhole, columns)}` : overview(isWhole);
}

/** What there is, by purpose. */
function overview(isWhole: boolean): string {
  const names = Object.keys(COMMANDS) as CommandName[];
  const groups = (Object.keys(COMMAND_GROUPS) as (keyof typeof COMMAND_GROUPS)[]).filter(
    (group) => isWhole || group !== 'inner',
  );
  return textOf([
    'watertight [command] [paths…]',
    '',
    ...wrapped('Finds secrets in the evidence that a run leaves behind. Without a command, it scans.', 0),
    '',
    ...FIRST_STEPS.map(([command, does]) => `  ${command.padEnd(30)} ${does}`),
    ...groups.flatMap((group) => [
      '',
      `${COMMAND_GROUPS[group]}:`,
      ...names.filter((name) => COMMANDS[name].group === group).flatMap((name) => commandLines(name, isWhole)),
    ]),
    '',
    ...wrapped(SCAN_EXIT_CODES, 0),
    '',
    ...wrapped(
      'watertight COMMAND --help shows the flags of a command; --help all describes every command and flag in full.',
      0,
    ),
  ]);
}

function groupText(first: string, inner: readonly CommandName[]): string {
  return textOf([
    `watertight ${first} <command>`,
    '',
    ...inner.flatMap((name) => commandLines(name, true, 'watertight ')),
    '',
    ...wrapped(`watertight ${first} COMMAND --help shows the flags of a command.`, 0),
  ]);
}

/** In short up to the first colon or semicolon. */
function commandLines(name: CommandName, isWhole: boolean, front = ''): readonly string[] {
  const at = front.length + TEXT_AT;
  const { says } = COMMANDS[name];
  return wrapped(`  ${front}${name} `.padEnd(at) + (isWhole ? says : says.replace(/[:;].*$/s, '')), at, 0);
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

async function flagText(command: CommandName, isWhole: boolean, columns: number): Promise<string> {
  const flags = flagsOf(command);
  const shown = isWhole ? flags : shortFlags(flags);
  const left = flags.length - shown.length;
  const more = left === 0 ? '' : `\n\n${left} more flags: watertight ${command} --help all`;
  const { default: yargs } = await import('yargs');
  const parser = yargs([])
    .scriptName('watertight')
    .locale('en')
    .help(false)
    .version(false)
    .usage(
      [
        `$0 ${command} ${COMMANDS[command].positionals}`,
        `${COMMANDS[command].says}.`,
        ...commandsOf(command).map((inner) => `watertight ${inner}: ${COMMANDS[inner].says}.`),
      ].join('\n\n'),
    )
    .epilogue(`${exitCodes(command)}${more}`);
  const text = await withFlags(parser, shown, isWhole).wrap(Math.min(columns, WIDEST)).getHelp();
  return `${text}\n`;
}

function withFlags(parser: Argv, flags: readonly FlagSpec[], isWhole: boolean): Argv {
  const titles = [OWN_GROUP, ...FLAG_GROUPS.map(([title]) => title), GENERAL_GROUP];
  const ordered = titles.flatMap((title) => flags.filter(({ name }) => groupOf(name) === title));
  return ordered.reduce(
    (before, flag) =>
      before.option(flag.name, {
        group: groupOf(flag.name),
        describe: describedAs(flag, isWhole),
        ...(flag.alias === undefined ? {} : { alias: flag.alias }),
      }),
    parser,
  );
}

/** `FILE: what it is`, in short up to the first semicolon. */
function describedAs({ argument, choices, repeatable, description }: FlagSpec, isWhole: boolean): string {
  const value = argument === undefined ? '' : `${argument}: `;
  if (isWhole) return `${value}${description}${choices === undefined ? '' : ` (${choices.join(', ')})`}`;
  const [first = ''] = description.split(';');
  const again = repeatable === true ? '; repeatable' : '';
  return `${value}${first}${choices === undefined ? '' : `: ${choices.join(', ')}`}${again}`;
}

function isCommand(topic: string): topic is CommandName {
  return Object.hasOwn(COMMANDS, topic);
}

/** What was typed is repeated only in what it may have meant. */
function unknown(topic: string): ScanError {
  const near = closest(topic, Object.keys(COMMANDS));
  const hint = near === undefined ? 'watertight --help lists the commands' : `did you mean ${near}?`;
  return new ScanError('usage', `Cannot show help: no such command (${hint})`);
}
