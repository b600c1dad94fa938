import type { Argv } from 'yargs';
import { ScanError } from '../errors.ts';
import { closest } from './closest.ts';
import { COMMANDS, type CommandName, commandsOf } from './commands.ts';
import { flagsOf } from './flags.ts';

const EPILOGUE =
  'Exit codes: 0 complete and clean; 1 a leak or a packet violation; 2 could not run; 3 ran, but something in scope was not ' +
  'looked at, or nothing (1 wins over 3).';

/**
 * The help text of a command, of a group of commands (`hook`), or of the whole tool. Loads yargs.
 *
 * @param topic empty for the whole tool
 * @throws {ScanError} `usage` for any other topic
 */
export async function helpText(topic: string, columns: number): Promise<string> {
  const parser = await yargsOf(topic);
  return `${await parser.wrap(Math.min(columns, 110)).getHelp()}\n`;
}

async function yargsOf(topic: string): Promise<Argv> {
  const inner = topic === '' ? (Object.keys(COMMANDS) as CommandName[]) : commandsOf(topic);
  const command = isCommand(topic) ? topic : undefined;
  if (topic !== '' && command === undefined && inner.length === 0) throw unknown(topic);
  const { default: yargs } = await import('yargs');
  let parser = yargs([]).scriptName('watertight').locale('en').help(false).version(false).epilogue(EPILOGUE);
  parser = parser.usage(usageOf(topic, command));
  for (const name of inner) parser = parser.command(name, COMMANDS[name].says);
  return topic !== '' && command === undefined ? parser : withFlags(parser, command ?? 'scan');
}

function withFlags(parser: Argv, command: CommandName): Argv {
  return flagsOf(command).reduce(
    (before, flag) =>
      before.option(flag.name, {
        type: flag.type,
        describe: flag.description + (flag.argument === undefined ? '' : ` [${flag.argument}]`),
        ...(flag.alias === undefined ? {} : { alias: flag.alias }),
        ...(flag.choices === undefined ? {} : { choices: flag.choices }),
      }),
    parser,
  );
}

function usageOf(topic: string, command: CommandName | undefined): string {
  if (topic === '') return '$0 [command] [paths…]';
  if (command === undefined) return `$0 ${topic} <command> (watertight ${topic} <command> --help tells more)`;
  return `$0 ${command} ${COMMANDS[command].positionals}\n\n${COMMANDS[command].says}`;
}

function isCommand(topic: string): topic is CommandName {
  return Object.hasOwn(COMMANDS, topic);
}

/** What was typed is repeated only in what it may have meant. */
function unknown(topic: string): ScanError {
  const near = closest(topic, Object.keys(COMMANDS));
  const hint = near === undefined ? 'watertight --help lists the commands' : `did you mean ${near}?`;
  return new ScanError('usage', `Cannot help with that: there is no such command (${hint})`);
}
