import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeFound, writeMade } from '../../scripts/made-values/made-values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('values as generators make them');

test('each format writes its values so that they can be read again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-made-'));
  try {
    const made = writeMade(folder, 1);
    const lengths = made
      .filter(({ format, maker }) => format === 'JSON' && maker.startsWith('all'))
      .map(({ path }) => Object.values(JSON.parse(readFileSync(join(folder, path), 'utf8')) as object))
      .map(([, value]) => String(value).length);
    assert.equal(lengths, [12, 16, 20, 32, 64]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('people make values of words, for names of passwords', () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-made-'));
  try {
    const [first] = writeMade(folder, 1).filter(
      ({ format, maker }) => format === 'JSON' && maker.endsWith('words with dashes'),
    );
    const text = readFileSync(join(folder, first?.path ?? ''), 'utf8');
    assert.match(text, /"[A-Za-z_]+": "[a-z]+(?:-[a-z]+){3}"/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a value counts as found when its own file has a finding', () => {
  const made = [
    { path: '0/a.json', maker: 'one', format: 'JSON' },
    { path: '1/a.env', maker: 'one', format: 'env' },
    { path: '2/a.env', maker: 'other', format: 'env' },
  ];
  const { lines, recall } = madeFound(made, new Set(['0/a.json', '2/a.env', '9/a.env']));
  assert.equal(lines, ['  one: 1 of 2', '  other: 1 of 1', '  JSON: 1 of 1', '  env: 1 of 2']);
  assert.is(recall, 66.7);
});

test.run();
