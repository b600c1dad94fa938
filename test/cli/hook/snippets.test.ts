import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { SNIPPETS } from '../../../src/cli/hook/snippets.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('cli/hook/snippets');
const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const settings = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('the guide shows the lines that are printed', () => {
  const guide = read('docs/hooks.md').split('\n');
  for (const text of Object.values(SNIPPETS)) for (const line of settings(text)) assert.ok(guide.includes(line), line);
});

test('no guide installs or runs watertight by its name in a registry, which anyone could take', () => {
  const guides = ['README.md', 'CONTRIBUTING.md', ...readdirSync(new URL('docs', root)).map((name) => `docs/${name}`)];
  for (const guide of guides.filter((path) => path.endsWith('.md'))) {
    const blocks = read(guide).match(/^```[^]*?^```/gm) ?? [];
    const byName = /\bnpx\b[^\n]*watertight|npm (?:i|install|exec)\b[^\n]* watertight\b|['"\s]watertight@\d/;
    for (const block of blocks) assert.not.match(block, byName, guide);
  }
});

test('every command in them exists', () => {
  for (const text of Object.values(SNIPPETS))
    for (const [, name] of text.matchAll(/watertight (hook [a-z-]+)/g)) assert.ok(Object.hasOwn(COMMANDS, name ?? ''));
});

test('pre-commit finds the hooks that its snippet names', () => {
  const hooks = parse(read('.pre-commit-hooks.yaml')) as { id: string; entry: string; language: string }[];
  const snippet = parse(SNIPPETS['pre-commit']) as { repos: { hooks: { id: string }[] }[] };
  assert.equal(
    snippet.repos[0]?.hooks.map(({ id }) => id),
    hooks.map(({ id }) => id),
  );
  for (const { entry, language } of hooks) {
    assert.is(language, 'node');
    assert.ok(Object.hasOwn(COMMANDS, entry.replace(/^watertight /, '')), entry);
  }
});

test.run();
