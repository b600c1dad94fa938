import { expand } from '../../scripts/lib/values.ts';
import { zipOf } from '../helpers/fixture-archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from './helpers.ts';

const test = suite('detectByName()');

const key = expand(['{hex:32}'], 'named-key');
const password = expand(['{base62:14}'], 'named-password');

async function found(path: string, data: string | Uint8Array): Promise<readonly string[]> {
  const { findings } = await scanBlobs([blobOf(path, data)]);
  return findings.map(
    ({ location: { startLine, startColumn, endColumn } }) => `${startLine}:${startColumn}-${endColumn}`,
  );
}

test('finds the value that a file consists of by the name of the file', async () => {
  assert.equal(await found('config/master.key', `${key}\n`), ['1:1-33']);
  assert.equal(await found('ops/.vault_pass', `${password}7`), ['1:1-16']);
  assert.equal(await found('run/secrets/db_password.txt', `\n${password}7\n`), ['2:1-16']);
  assert.equal(await found('vpn/auth.txt', `ann\n${password}7\n`), ['2:1-16']);
});

test('finds it in a member of an archive, and not under another name', async () => {
  const data = Buffer.from(`${key}\n`);
  assert.is((await found('a.zip', zipOf(['master.key', 'revision'].map((name) => ({ name, data }))))).length, 1);
  assert.equal(await found('revision', `${key}\n`), []);
  assert.equal(await found('master.key.pub', `${key}\n`), []);
});

test('a user may stand in front of it, and what is stored in place of a password is none', async () => {
  assert.equal(await found('etc/htpasswd', `ann:${password}7\n`), ['1:5-20']);
  assert.equal(await found('etc/htpasswd', `ann:$apr1$${password.slice(0, 8)}$${password}12345678\n`), []);
});

test('leaves words and longer texts alone', async () => {
  assert.equal(await found('token', 'export\n'), []);
  assert.equal(await found('password', `see the vault ${password}7\n`), []);
});

test.run();
