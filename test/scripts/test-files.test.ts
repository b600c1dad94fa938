import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTestFiles, type TestAnswer, type TestFile } from '../../scripts/lib/test-files.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('test files in several processes');
const UVU = import.meta.resolve('uvu');
let folder = '';

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-test-files-'));
});

test.after.each(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): TestFile {
  writeFileSync(join(folder, name), text);
  return { name, file: join(folder, name) };
}

async function answers(files: readonly TestFile[], processes: number): Promise<ReadonlyMap<string, TestAnswer>> {
  const byName = new Map<string, TestAnswer>();
  await runTestFiles(files, processes, (answer) => byName.set(answer.name, answer));
  return byName;
}

const passing = `import { test } from '${UVU}'; test('a', () => {}); test('b', () => {}); test.run();`;
const failing = `import { test } from '${UVU}'; test('c', () => { throw new Error('as it should'); }); test.run();`;

test('each file is counted by itself, whichever process ran it', async () => {
  const names = Array.from({ length: 5 }, (_, index) => `${index}.mjs`);
  const done = await answers(
    names.map((name, index) => file(name, index === 2 ? failing : passing)),
    2,
  );
  assert.equal([...done.keys()].sort(), names);
  for (const [name, { output, suites }] of done) {
    assert.is(suites, 1);
    assert.match(output, name === '2.mjs' ? /Total: +1\n.*Passed: +0/ : /Total: +2\n.*Passed: +2/);
  }
});

test('a file that registers nothing, breaks or ends its process has no suite, and the next is run all the same', async () => {
  const done = await answers(
    [
      file('silent.mjs', 'export {};'),
      file('broken.mjs', 'throw new Error("at the top");'),
      file('ending.mjs', 'process.exit(7);'),
      file('next.mjs', passing),
    ],
    1,
  );
  assert.equal(
    ['silent', 'broken', 'ending', 'next'].map((name) => done.get(`${name}.mjs`)?.suites),
    [0, 0, 0, 1],
  );
  assert.match(done.get('broken.mjs')?.output ?? '', /at the top/);
  assert.match(done.get('ending.mjs')?.output ?? '', /ended \(7\)/);
});

test.run();
