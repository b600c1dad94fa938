import { expand } from '../../scripts/lib/values.ts';
import { Redactor } from '../../src/redact/redactor.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, contextOf, scanBlobs } from '../scan/helpers.ts';

const test = suite('redaction of whole values');

const [head, tail] = [expand(['Kx', '{alnum:6}'], 'whole-head'), expand(['Zt', '{alnum:6}'], 'whole-tail')];
const SIGNS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'.split('');
const PIECE = 4;

const CARRIERS: readonly (readonly [name: string, path: string, text: (value: string) => string])[] = [
  ['a .env file', 'a.env', (value) => `DB_HOST=h\nDB_PASSWORD=${value}\nDB_PORT=1\n`],
  ['YAML', 'a.yaml', (value) => `db:\n  password: ${value}\n  port: 1\n`],
  ['a log', 'a.log', (value) => `2026-01-02 INFO login password=${value} user=bob\n`],
];
for (const [name, path, text] of CARRIERS) {
  test(`leaves no piece of a password in ${name}, whatever sign it holds`, async () => {
    for (const sign of SIGNS) {
      const { bytes } = await new Redactor(contextOf()).redact(Buffer.from(text(`${head}${sign}${tail}`)), path);
      for (const half of [head, tail]) {
        for (let at = 0; at + PIECE <= half.length; at++)
          assert.not(bytes.includes(half.slice(at, at + PIECE)), `${sign}: ${bytes.toString()}`);
      }
      assert.equal((await scanBlobs([blobOf(path, bytes)])).findings, []);
    }
  });
}

test.run();
