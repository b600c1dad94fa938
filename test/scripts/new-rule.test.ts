import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { skeleton } from '../../scripts/new-rule.ts';
import { loadRuleFile } from '../../src/detect/rule-file.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('new-rule');

test('a skeleton is YAML with every field that a rule needs', () => {
  const { rules } = parse(skeleton('acme')) as { rules: Record<string, unknown>[] };
  assert.is(rules[0]?.['id'], 'acme-token');
  for (const field of ['name', 'class', 'severity', 'confidence', 'keywords', 'pattern', 'examples', 'references'])
    assert.ok(field in (rules[0] ?? {}), field);
});

test('a skeleton is refused until it is filled in', async () => {
  let refused = false;
  await loadRuleFile(skeleton('acme'), 'rules/acme.yaml').catch(() => (refused = true));
  assert.ok(refused);
});

test('a provider that cannot be part of an id is refused', () => {
  for (const name of ['', 'Acme', '../acme', 'a b', '-a', 'a'.repeat(40)])
    assert.throws(() => skeleton(name), 'Cannot start');
});

test('the command writes the file once and does not overwrite it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-rule-'));
  try {
    mkdirSync(join(folder, 'rules'));
    const start = (): string =>
      execFileSync(
        process.execPath,
        [`--import=${resolve('node_modules/tsx/dist/esm/index.mjs')}`, resolve('scripts/new-rule.ts'), 'acme'],
        { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
      );
    assert.match(start(), 'Wrote rules');
    const first = readFileSync(join(folder, 'rules/acme.yaml'), 'utf8');
    assert.throws(start, 'there already');
    assert.ok(existsSync(join(folder, 'rules/acme.yaml')));
    assert.is(readFileSync(join(folder, 'rules/acme.yaml'), 'utf8'), first);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
