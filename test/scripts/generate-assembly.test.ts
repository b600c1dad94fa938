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
    const first = readFileSync(join(folder, 'assembly.json'), 'utf8');
    assert.is(first, readFileSync('src/generated/assembly.json', 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
