import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultsOf } from '../../scripts/lib/package-check.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('package-check');

test('a missing file and a folder of the building machine are faults of a package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-package-'));
  try {
    mkdirSync(join(folder, 'bin'));
    for (const part of ['types', 'data', 'generated']) mkdirSync(join(folder, 'dist', part), { recursive: true });
    const needed = [
      'bin/package.json',
      'bin/watertight.js',
      'dist/index.js',
      'dist/types/index.d.ts',
      'dist/data/generic-model.json',
      'dist/generated/rules.json',
      'dist/generated/examples.json',
      'LICENSE',
      'THIRD-PARTY.md',
    ];
    for (const path of needed) writeFileSync(join(folder, path), 'text\n');
    assert.equal(faultsOf(folder, ['/builder/place']), ['dist/cli.cjs is not in the package']);
    writeFileSync(join(folder, 'dist/cli.cjs'), '// /builder/place/src/cli/main.ts\n');
    assert.equal(faultsOf(folder, ['/builder/place']), ['dist/cli.cjs names a folder of this machine']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
