import {
  matchSecretData,
  matchSecretDataFirst,
  matchSecretJson,
  matchSecretJsonStrings,
  matchSecretStrings,
} from '../../src/detect/manifest.ts';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('manifests of Secrets');
const plain = [0, 1, 2].map((number) => expand(['{base62:18}'], `manifest-${number}`));
const encoded = plain.map((value) => Buffer.from(value).toString('base64'));

function values(matcher: typeof matchSecretData, text: string, keyword: string): string[] {
  const match = matcher(text, text.indexOf(keyword));
  return match === undefined
    ? []
    : [match, ...(match.also ?? [])].map(({ secretStart, secretEnd }) => text.slice(secretStart, secretEnd));
}

const head = 'kind: Secret\nmetadata:\n  name: db\n';

test('each member of data is found, what says where and who is not', () => {
  const text = `${head}data:\n  host: ${encoded[0]}\n  a: ${encoded[0]}\n  # of last year\n  b: "${encoded[1]}"\n\n  c: |-\n    ${encoded[2]}\nnext: x\n`;
  assert.equal(values(matchSecretData, text, 'data:\n  host'), encoded);
});

test('how a program runs is no secret of a manifest', () => {
  const text = `${head}stringData:\n  APP_ENV: production\n  LOG_LEVEL: warning\n  APP_KEY: ${plain[0]}\n`;
  assert.equal(values(matchSecretStrings, text, 'stringData:'), [plain[0]]);
});

test('words in the place of a key of TLS are a sample, a key and what is called otherwise are none', () => {
  const words = Buffer.from('Hello world').toString('base64');
  const key = Buffer.from(['-----BEGIN PRIVATE', 'KEY-----\n'].join(' ')).toString('base64');
  const text = `${head}data:\n  tls.key: ${words}\n  ca.key: ${key}\n  key: ${words}\n`;
  assert.equal(values(matchSecretData, text, 'data:\n  tls'), [key, words]);
});

test('the kind may stand behind the members, of this document alone', () => {
  const data = `data:\n  a: ${encoded[0]}\n  b: ${encoded[1]}\n`;
  assert.equal(values(matchSecretDataFirst, `${data}kind: Secret\n`, 'data:'), encoded.slice(0, 2));
  assert.equal(values(matchSecretDataFirst, `${data}---\nkind: Secret\n`, 'data:'), []);
  assert.equal(values(matchSecretDataFirst, `${data}kind: ConfigMap\n`, 'data:'), []);
});

test('a block of more lines is a text', () => {
  const text = `${head}data:\n  users: |\n    ${encoded[0]}\n    ${encoded[1]}\n  b: ${encoded[2]}\n`;
  assert.equal(values(matchSecretData, text, 'data:\n  users'), encoded.slice(2));
});

test('members of an object in JSON are found behind each other, escaped or not', () => {
  const text = `{"data":{"a":"${encoded[0]}","user":"${encoded[1]}","c":"${encoded[2]}"},"kind":"Secret"}`;
  assert.equal(values(matchSecretJson, text, 'data"'), [encoded[0], encoded[2]]);
  assert.equal(values(matchSecretJson, text.replaceAll('"', '\\"'), 'data\\"'), [encoded[0], encoded[2]]);
  assert.equal(values(matchSecretJson, text.replace('Secret', 'ConfigMap'), 'data"'), []);
});

test('hashes of passwords and names of users behind others are not what opens a Secret', () => {
  const text = `${head}data:\n  passwordHash: ${encoded[0]}\n  node.session.username_in: ${encoded[1]}\n  c: ${encoded[2]}\n`;
  assert.equal(values(matchSecretData, text, 'data:\n  passwordHash'), encoded.slice(2));
});

test('plain members are found in stringData', () => {
  const text = `${head}stringData:\n  a: ${plain[0]}\n  clientID: ${plain[1]}\n  c: '${plain[2]}'\n`;
  assert.equal(values(matchSecretStrings, text, 'stringData:'), [plain[0], plain[2]]);
});

test('plain members are found behind encoded ones', () => {
  const text = `${head}data:\n  a: ${encoded[0]}\nstringData:\n  b: ${plain[0]}\n---\nkind: ConfigMap\nstringData:\n  c: ${plain[1]}\n`;
  assert.equal(values(matchSecretStrings, text, 'stringData:'), [plain[0]]);
  assert.equal(values(matchSecretStrings, text, 'stringData:\n  c'), []);
});

test('in JSON the kind may stand in front of the members, of this object alone', () => {
  const data = `"data":{"note":"two words","b":"${encoded[0]}"}`;
  const kind = '"kind":"Secret","metadata":{"name":"db","labels":{"a":"b"}}';
  assert.equal(values(matchSecretJson, `{${kind},${data}}`, 'data":{"note'), [encoded[0]]);
  assert.equal(values(matchSecretJson, `{"of":{${kind}},${data}}`, 'data":{"note'), []);
  assert.equal(values(matchSecretJson, `{"items":[{${kind}},{"kind":"ConfigMap",${data}}]}`, 'data":{"note'), []);
});

test('plain members in JSON are found, also in the note of what was applied last', () => {
  const secret = {
    kind: 'Secret',
    metadata: { name: 'db' },
    stringData: { 'app.ini': 'a = 1\nb = 2\n', seed: plain[0] },
  };
  const note = JSON.stringify({ metadata: { annotations: { last: JSON.stringify(secret) } } });
  for (const text of [JSON.stringify(secret), JSON.stringify(secret, null, 4), note])
    assert.equal(values(matchSecretJsonStrings, text, 'stringData'), [plain[0]]);
  const other = JSON.stringify({ ...secret, kind: 'Other' });
  assert.equal(values(matchSecretJsonStrings, other, 'stringData'), []);
});

test.run();
