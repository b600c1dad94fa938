/**
 * Makes docs/rules.md from the rule files, docs/flags.md from the table of flags and docs/check-case.md from a run of the founding case. `--check` writes nothing and fails
 * where a document is stale.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type CommandName, COMMANDS, type FlagSpec } from '../src/cli/commands.ts';
import { exitCodes, SCAN_EXIT_CODES } from '../src/cli/exit-codes.ts';
import { FLAG_GROUPS, GENERAL_GROUP, groupOf, OWN_GROUP } from '../src/cli/flag-groups.ts';
import { flagsOf } from '../src/cli/flags.ts';
import type { RuleSyntax } from '../src/detect/rule.ts';
import { attestGuide } from './lib/attest-guide.ts';
import { checkCase } from './lib/check-case.ts';
import { cell, formatDocument, putDocument } from './lib/document.ts';
import { filesUnder } from './lib/files.ts';
import { isMain } from './lib/main.ts';

/** What a flag's line in the document is made of. */
export type DocumentedFlag = Omit<FlagSpec, 'commands'>;

interface FlagModule {
  readonly flagsOf: (command: string) => readonly DocumentedFlag[];
  readonly exitCodes: (command: string) => string;
  readonly COMMANDS: Readonly<Record<string, { readonly positionals: string; readonly says: string }>>;
}

const NOTE = '<!-- Made by `npm run docs`. Do not edit. -->';

function ruleRow(rule: RuleSyntax): string {
  const [reference] = rule.references ?? [];
  const cells = [`\`${rule.id}\``, cell(rule.name), rule.class, rule.severity, rule.confidence];
  return `| ${[...cells, rule.validator ?? rule.matcher ?? '', reference ? `<${reference}>` : ''].join(' | ')} |`;
}

/** The text of docs/rules.md. */
export function rulesDocument(rules: readonly RuleSyntax[]): string {
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    '# Rules',
    '',
    NOTE,
    '',
    `watertight ${rules.length === 1 ? 'has 1 rule' : `has ${rules.length} rules`}. \`watertight rules WORD\` searches them, \`watertight rules show ID\` shows one; [Writing rules](writing-rules.md) explains the columns.`,
    '',
    '| Id | Name | Class | Severity | Confidence | Check | Reference |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...sorted.map(ruleRow),
    '',
  ].join('\n');
}

function flagRow({ name, alias, argument, choices, description }: DocumentedFlag): string {
  const value = argument === undefined ? '' : ` ${argument}`;
  const names = [...(alias === undefined ? [] : [`\`-${alias}${value}\``]), `\`--${name}${value}\``].join(', ');
  const kinds = choices === undefined ? '' : `: ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
  return `| ${names} | ${cell(description)}${kinds} |`;
}

/** The text of docs/flags.md: what many commands share is told once, under what it is for. */
export function flagsDocument(table: FlagModule): string {
  const names = Object.keys(table.COMMANDS);
  const shared = sharedFlags(table);
  const groups = FLAG_GROUPS.concat([[GENERAL_GROUP, ['help', 'version']]]).flatMap(([title, order]) => {
    const flags = order.flatMap((name) => shared.get(name) ?? []);
    return flags.length === 0 ? [] : [`## ${title.replace(/:$/, '')}`, '', ...sharedTable(flags, table), ''];
  });
  const commands = names.flatMap((command) => commandSection(command, table, shared));
  return ['# Flags', '', NOTE, '', INTRODUCTION, '', ...groups, '## Commands', '', ...commands].join('\n');
}

const INTRODUCTION =
  'Flags may come before or after the command. Flags that several commands share are listed first, by purpose; then each ' +
  'command follows with its own flags and the names of the shared ones that it accepts. `watertight COMMAND --help` shows ' +
  'the most common flags, `--help all` all of them.\n\n' +
  `${SCAN_EXIT_CODES} Commands with other exit codes list them.`;

/** Flags of a group that say the same in more than one command. */
function sharedFlags(table: FlagModule): Map<string, readonly DocumentedFlag[]> {
  const shared = new Map<string, DocumentedFlag[]>();
  for (const command of Object.keys(table.COMMANDS))
    for (const flag of table.flagsOf(command)) {
      const known = shared.get(flag.name) ?? [];
      if (groupOf(flag.name) !== OWN_GROUP && !known.includes(flag)) shared.set(flag.name, [...known, flag]);
    }
  return shared;
}

function sharedTable(flags: readonly DocumentedFlag[], table: FlagModule): readonly string[] {
  const names = Object.keys(table.COMMANDS);
  const takers = (flag: DocumentedFlag): string => {
    const having = names.filter((name) => table.flagsOf(name).includes(flag));
    return having.length === names.length ? 'every command' : having.join(', ');
  };
  return [
    '| Flag | Meaning | Commands |',
    '| --- | --- | --- |',
    ...flags.map((flag) => `${flagRow(flag)} ${takers(flag)} |`),
  ];
}

function commandSection(
  command: string,
  table: FlagModule,
  shared: ReadonlyMap<string, readonly DocumentedFlag[]>,
): readonly string[] {
  const { positionals = '', says = '' } = table.COMMANDS[command] ?? {};
  const codes = table.exitCodes(command);
  const own = table.flagsOf(command).filter(({ name }) => !shared.has(name));
  const others = table.flagsOf(command).filter(({ name }) => shared.has(name) && groupOf(name) !== GENERAL_GROUP);
  return [
    `### watertight ${command}`,
    '',
    `${says}.`,
    '',
    `\`watertight ${`${command} ${positionals}`.trim()}\``,
    '',
    ...(codes === SCAN_EXIT_CODES ? [] : [codes, '']),
    ...(own.length === 0 ? [] : ['| Flag | Meaning |', '| --- | --- |', ...own.map(flagRow), '']),
    ...(others.length === 0 ? [] : [`Shared: ${others.map(({ name }) => `\`--${name}\``).join(', ')}.`, '']),
  ];
}

function readRules(root: string): RuleSyntax[] {
  return filesUnder(root, 'rules', '.yaml')
    .filter((path) => !path.startsWith('rules/packets/'))
    .flatMap((path) => (parse(readFileSync(join(root, path), 'utf8')) as { rules?: RuleSyntax[] } | null)?.rules ?? []);
}

async function documents(root: string): Promise<[path: string, text: string][]> {
  const made: [string, string][] = [['docs/rules.md', rulesDocument(readRules(root))]];
  made.push([
    'docs/flags.md',
    flagsDocument({ flagsOf, exitCodes: (command) => exitCodes(command as CommandName), COMMANDS }),
  ]);
  made.push(['docs/check-case.md', await checkCase()]);
  made.push(['docs/attestation.md', await attestGuide()]);
  return made;
}

if (isMain(import.meta.url)) {
  const root = join(import.meta.dirname, '..');
  const check = process.argv.includes('--check');
  for (const [path, text] of await documents(root)) {
    const stale = putDocument(root, path, await formatDocument(path, text), check);
    if (stale === undefined) continue;
    console.error(`${stale} is stale: run npm run docs`);
    process.exitCode = 1;
  }
}
