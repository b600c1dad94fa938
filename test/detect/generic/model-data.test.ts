import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('data of the generic model');
const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const FILE = 'src/detect/data/generic-model.json';
const text = read(FILE);
const model = JSON.parse(text) as {
  readonly made: {
    readonly settings: { trees: number; seeds: number[] };
    requirements: string[];
    packages: Record<string, string[]>;
    rows: Record<string, string>;
  };
  readonly trees: readonly unknown[];
};

test('the file says with which settings and versions it was made, and they are those of the training', () => {
  assert.equal(model.made.settings, JSON.parse(read('scripts/generic/training.json')));
  assert.equal(model.made.requirements, read('scripts/generic/requirements.txt').trim().split('\n'));
  assert.is(model.trees.length, model.made.settings.trees * model.made.settings.seeds.length);
});

test('the packages that it was trained with are pinned in the list', () => {
  const pinned = JSON.parse(read('scripts/clean-trees/packages.json')) as Record<string, string[]>;
  assert.equal(Object.keys(model.made.packages), Object.keys(pinned));
  for (const [registry, list] of Object.entries(model.made.packages)) {
    assert.ok(list.length > 0 && list.every((name) => pinned[registry]?.includes(name)), registry);
  }
});

test('each kind of rows has a digest, and the file is under 500 KB', () => {
  assert.equal(Object.keys(model.made.rows), ['random', 'words', 'packages', 'invented', 'prose']);
  assert.ok(Object.values(model.made.rows).every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest)));
  assert.ok(text.length < 500_000);
});

test.run();
