import data from '../data/command-flags.json' with { type: 'json' };

/**
 * How a value belongs to its option: in the same word (`-pS`), in the next one (`-p S`), or either way and after `=`. `guess`: in the same
 * word; the next one is something else (a database), and a mistake if it looks random.
 */
export type Binding = 'joined' | 'separate' | 'either' | 'guess';

/** The format of an option's value, of which the password is a part. */
export type Content =
  'password' | 'user:password' | 'user%password' | 'user/password' | 'user,password' | 'user:password@host' | 'pass:';

/** An option that takes a secret. */
export interface FlagSense {
  readonly flag: string;
  readonly binding: Binding;
  readonly content: Content;
  /** Must be among the words. */
  readonly given: string | undefined;
}

/** What the words after a program's name may contain. `docs/command-lines.md` explains the fields of the table. */
export interface CommandSense {
  /** One of them must precede the value. */
  readonly subcommands: readonly string[];
  readonly flags: readonly FlagSense[];
  /** Words that are not options, counted from 1, including subcommands; `given` must precede it. */
  readonly positionals: ReadonlyMap<number, { readonly content: Content; readonly given: string | undefined }>;
  /** Letter of a short option without which no word is a password. */
  readonly needs: string | undefined;
  /** Options whose value is the next word and not a password. */
  readonly values: readonly string[];
}

interface CommandData {
  readonly programs: readonly string[];
  readonly subcommands?: readonly string[];
  readonly flags?: Readonly<Record<string, string | undefined>>;
  readonly positionals?: Readonly<Record<string, string | undefined>>;
  readonly needs?: string;
  readonly values?: readonly string[];
  readonly source: string;
}

/** The known command lines of each program, by its name in lower case. */
export const COMMANDS: ReadonlyMap<string, readonly CommandSense[]> = byProgram(data.commands);

function byProgram(commands: readonly CommandData[]): Map<string, CommandSense[]> {
  const table = new Map<string, CommandSense[]>();
  for (const command of commands) {
    const sense = senseOf(command);
    for (const program of command.programs) table.set(program, [...(table.get(program) ?? []), sense]);
  }
  return table;
}

function senseOf({ subcommands = [], flags = {}, positionals = {}, needs, values = [] }: CommandData): CommandSense {
  return {
    subcommands,
    flags: Object.entries(flags).map(([flag, words = '']) => {
      const [sense = '', given] = words.split(' if ');
      const [binding, content = 'password'] = sense.split(' ');
      return { flag, binding: binding as Binding, content: content as Content, given };
    }),
    positionals: new Map(
      Object.entries(positionals).map(([place, words = '']) => {
        const [content, , given] = words.split(' ');
        return [Number(place), { content: content as Content, given }];
      }),
    ),
    needs,
    values,
  };
}

/** What precedes a program's name in the notations of command lines. */
const BEFORE = [' ', '\n', '\0', '"', "'", '/', '\\', ';', '(', '>', '`'] as const;

/** Texts, one of which every command line of the table contains: names of programs, the shortest with the preceding character. */
export function commandKeywords(): string[] {
  return [...COMMANDS].flatMap(([name, senses]) => (name.length > 2 ? [name] : shortKeywords(name, senses)));
}

/** A short name with the preceding character, or followed by a subcommand if there is none. */
function shortKeywords(name: string, senses: readonly CommandSense[]): string[] {
  const subcommands = senses.flatMap((sense) => sense.subcommands);
  return [
    ...BEFORE.map((before) => before + name),
    `${name}\0`,
    ...subcommands.flatMap((word) => [`${name} ${word}`, `${name}\0${word}`]),
  ];
}
