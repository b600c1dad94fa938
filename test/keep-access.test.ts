import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { keepAccess } from '../src/keep-access.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('keepAccess');

function inFolder(body: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keep-access-'));
  const file = join(folder, 'a');
  writeFileSync(file, '', { mode: 0o600 });
  return body(file).finally(() => {
    rmSync(folder, { recursive: true });
  });
}

test('gives a file the permissions of another one, and its owner where that may be', () =>
  inFolder(async (file) => {
    const own = statSync(file);
    await keepAccess(file, { uid: 65_534, gid: 65_534, mode: 0o100640 });
    const { uid, gid, mode } = statSync(file);
    if (process.platform !== 'win32') assert.is(mode & 0o777, 0o640);
    const mayGive = userInfo().uid === 0;
    assert.equal([uid, gid], mayGive ? [65_534, 65_534] : [own.uid, own.gid]);
  }));

test.run();
