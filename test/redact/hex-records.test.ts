import { expand } from '../../scripts/lib/values.ts';
import { Redactor } from '../../src/redact/redactor.ts';
import { intelHexOf } from '../../src/selftest/views.ts';
import { motorolaOf } from '../helpers/hex-records.ts';
import { assert, suite } from '../helpers/suite.ts';
import { viewsOf } from '../helpers/views.ts';
import { blobOf, contextOf, scanBlobs } from '../scan/helpers.ts';

const test = suite('redaction of records of hexadecimal digits');

const TOKEN = expand(['glp', 'at-', '{base62:20}'], 'records');
const MARK = '[REDACTED:gitlab-pat]*****';
const TEXT = `ssid=office;remote=${TOKEN};backup=${TOKEN};mode=station`;

async function redacted(path: string, bytes: Buffer): Promise<string> {
  const copy = await new Redactor(contextOf()).redact(bytes, path);
  const { findings } = await scanBlobs([blobOf(path, copy.bytes)]);
  assert.equal(findings, []);
  return copy.bytes.toString();
}

/** What the records hold whose checksums fit. */
const dataOf = (text: string): string => viewsOf('hex-records', text)[0]?.bytes.toString() ?? '';

for (const [path, written] of [
  ['app.hex', intelHexOf(TEXT).toString()],
  ['lower.hex', intelHexOf(TEXT).toString().toLowerCase()],
  ['app.s19', motorolaOf(TEXT, 1, 2)],
  ['app.s28', motorolaOf(TEXT, 2, 3).replaceAll('\n', '\r\n')],
] as const) {
  test(`each of ${path} that held a part of a value has the checksum of what stands there now`, async () => {
    const copy = await redacted(path, Buffer.from(written));
    assert.match(dataOf(copy), TEXT.replaceAll(TOKEN, MARK));
    assert.is(copy.length, written.length);
    assert.is(dataOf(copy).length, dataOf(written).length);
  });
}

test('what stands behind the records gets the mark itself', async () => {
  const copy = await redacted('app.hex', Buffer.from(`${intelHexOf(TEXT).toString()}; token=${TOKEN}\n`));
  assert.match(dataOf(copy), `remote=${MARK};`);
  assert.match(copy, '; token=[REDACTED:gitlab-pat]\n');
});

test('records whose data holds a value in base64 stay records', async () => {
  const base64 = Buffer.from(`key ${TOKEN} end`).toString('base64');
  const written = intelHexOf(`a=${base64};b=1`).toString();
  const copy = await redacted('app.hex', Buffer.from(written));
  assert.is(dataOf(copy).length, dataOf(written).length);
  assert.match(dataOf(copy), ';b=1');
});

test.run();
