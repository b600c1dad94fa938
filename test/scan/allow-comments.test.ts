/** Allow comments count in a file of source code, and in no evidence whatever it is packed in. */
import { gzipSync } from 'node:zlib';
import { token } from '../cli/helpers.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from './helpers.ts';

const test = suite('where allow comments count');
const SECRET = token('excused');
const MARK = ['not', 'secret'].join('');
const LINE = `token ${SECRET} status=${MARK}\n`;

async function findingsIn(path: string, data: string | Buffer): Promise<number> {
  return (await scanBlobs([blobOf(path, data)])).findings.length;
}

test('in source code and documents', async () => {
  for (const path of ['a.py', 'src/a.ts', 'Makefile', 'conf.yaml', 'docs/a.md', 'notes.txt'])
    assert.is(await findingsIn(path, LINE), 0, path);
});

test('not in data', async () => {
  const json = JSON.stringify({ a: SECRET, note: MARK });
  for (const path of ['dump.json', 'a.jsonl', 'a.HAR', 'a.xml', 'a.csv'])
    assert.is(await findingsIn(path, json), 1, path);
  for (const path of ['app.log', 'app.log.1', 'app.log-20260101', 'run.out'])
    assert.is(await findingsIn(path, LINE), 1, path);
});

test('not below a container, whatever the member is', async () => {
  const members = ['run/app.log', 'run/a.py'].map((name) => ({ name, data: LINE }));
  assert.is(await findingsIn('run.zip', makeZip(members)), 2);
  assert.is(await findingsIn('run-7.tar.gz', gzipSync(await makeTar(members))), 2);
  assert.is(await findingsIn('a.py.gz', gzipSync(LINE)), 1);
});

test('not in names', async () => assert.is(await findingsIn(`${MARK} ${SECRET}.py`, 'ok\n'), 1));

test.run();
