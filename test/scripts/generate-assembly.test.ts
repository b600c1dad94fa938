import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateAssembly } from '../../scripts/lib/generate-assembly.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('generateAssembly');

test('gives the same bytes on every build', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-assembly-'));
  try {
    await generateAssembly(folder);
    for (const name of ['assembly.json', 'assembly-audit.json'])
      assert.is(readFileSync(join(folder, name), 'utf8'), readFileSync(`src/generated/${name}`, 'utf8'), name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
