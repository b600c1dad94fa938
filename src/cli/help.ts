import type { Argv } from 'yargs';
import { COMMANDS, type CommandName } from './commands.ts';
import { flagsOf } from './flags.ts';

const EPILOGUE = `Exit codes: 0 complete and clean; 1 a leak or a packet violation; 2 could not run; 3 ran, but something in
scope was not looked at (1 wins over 3).`;

/** The help text of a command, or of the whole tool. Loads yargs. */
export async function helpText(command: CommandName | undefined, columns: number): Promise<string> {
  const parser = await yargsOf(command);
  return `${await parser.wrap(Math.min(columns, 110)).getHelp()}\n`;
}

async function yargsOf(command: CommandName | undefined): Promise<Argv> {
  const { default: yargs } = await import('yargs');
  let parser = yargs([]).scriptName('watertight').locale('en').help(false).version(false).epilogue(EPILOGUE);
  parser = parser.usage(
    command === undefined
      ? '$0 [command] [paths…]'
      : `$0 ${command} ${COMMANDS[command].positionals}\n\n${COMMANDS[command].says}`,
  );
  if (command === undefined)
    for (const [name, { says }] of Object.entries(COMMANDS)) parser = parser.command(name, says);
  for (const flag of flagsOf(command ?? 'scan')) {
    parser = parser.option(flag.name, {
      type: flag.type,
      describe: flag.description + (flag.argument === undefined ? '' : ` [${flag.argument}]`),
      ...(flag.alias === undefined ? {} : { alias: flag.alias }),
      ...(flag.choices === undefined ? {} : { choices: flag.choices }),
    });
  }
  return parser;
}
