import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesOf, sampleFiles, sampleHeads, sizeOf } from '../../../scripts/bench/slices.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite<{ from: string; into: string }>('bench slices');

test.before.each((context) => {
  const root = mkdtempSync(join(tmpdir(), 'watertight-slices-'));
  context.from = join(root, 'from');
  context.into = join(root, 'into');
  mkdirSync(join(context.from, 'deep'), { recursive: true });
  mkdirSync(context.into);
  for (let index = 0; index < 20; index++) {
    writeFileSync(join(context.from, index % 2 ? 'deep' : '', `${index}.log`), 'a line of text\n'.repeat(100));
  }
});

test.after.each(({ from }) => rmSync(join(from, '..'), { recursive: true }));

test('a sample of files has whole files, the same ones every time', ({ from, into }) => {
  sampleFiles(from, into, 6000);
  const files = filesOf(into);
  assert.is(sizeOf(files), 6000);
  const again = join(into, 'again');
  sampleFiles(from, again, 6000);
  assert.equal(filesOf(again), files);
});

test('a sample of heads has each file, cut at a line', ({ from, into }) => {
  sampleHeads(from, into, 3010);
  const files = filesOf(into);
  assert.is(files.length, 20);
  for (const { path } of files) assert.is(readFileSync(join(into, path), 'utf8'), 'a line of text\n'.repeat(10));
});

test.run();
