import { expand } from '../../../../scripts/lib/values.ts';
import { assignmentMatcher } from '../../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const test = suite('noise of tables and requests');

const ANCHOR = /pass|secret|token|key|auth|cred/gi;
const hex = (seed: string, length = 32): string => expand([`{hex:${length}}`], `noise-table-${seed}`);
const uuid = expand(['{uuid}'], 'noise-table');
const token = expand(['{base62:32}'], 'noise-table');

function findings(text: string): string[] {
  return [...text.matchAll(ANCHOR)].flatMap(({ index }) => {
    const match = matchAssignment(text, index);
    return match === undefined ? [] : [text.slice(match.secretStart, match.secretEnd)];
  });
}

function table(names: readonly string[], last: string): string {
  const rows = names.map((name) => `  "${name}": "${hex(name)}"`);
  return `{\n${[...rows, `  "token": "${last}"`].join(',\n')}\n}`;
}

test('the name of a type is no name of a credential, that of a member is one', () => {
  assert.equal(findings(`"Acme::SecretsManager::Secret": "${hex('type', 16)}"`), []);
  assert.equal(findings(`const string Server::password = "${token}";`), [token]);
});

test('a row among rows with values of its shape under ordinary names is a digest', () => {
  assert.equal(findings(table(['about', 'table', 'window', 'grid'], hex('row'))), []);
});

test('a row is judged by itself where the others are fewer, of another length, ids or credentials', () => {
  const value = hex('alone');
  assert.equal(findings(table(['about', 'table'], value)), [value]);
  const other = hex('longer', 40);
  assert.equal(findings(table(['about', 'table', 'window', 'grid'], other)), [other]);
  assert.equal(findings(table(['account_id', 'zone_id', 'clientId', 'tenant'], value)), [value]);
  assert.ok(findings(table(['stripe_key', 'api_token', 'auth_token', 'app_secret'], value)).includes(value));
});

test('a UUID by which a request is known again is no credential', () => {
  for (const name of ['--client-token ', 'ClientToken=', 'PolicyUpdateToken: ', 'LifecycleActionToken=']) {
    assert.equal(findings(`${name}${uuid}`), [], name);
    assert.equal(findings(`${name}fleet-${uuid}-0`), [], name);
    assert.equal(findings(`${name}xbRtq1506463164823`), [], name);
    assert.equal(findings(`${name}${token}`), [token], name);
  }
  assert.equal(findings(`session_token=${uuid}`), [uuid]);
});

test('where an object of a store is, is no credential', () => {
  for (const name of ['S3Key', 'objectKey', 'CodeS3Key']) {
    for (const place of [`functions/${token}`, `${token}.zip`])
      assert.equal(findings(`"${name}": "${place}"`), [], `${name} ${place}`);
    assert.equal(findings(`"${name}": "${token}"`), [token], name);
  }
});

test('the path of an object is no key, a value with a slash in it may be one', () => {
  for (const path of [`logs/o-3h3h/2020/06/21/${hex('path')}`, `test/${uuid}.csv.metadata`])
    assert.equal(findings(`"key": "${path}"`), [], path);
  const value = `${token.slice(0, 12)}/${token.slice(12)}`;
  assert.equal(findings(`"key": "${value}"`), [value]);
});

test('what a finding of a report is known by is no key', () => {
  const id = `AX${token.slice(0, 7)}-${token.slice(8, 18)}`;
  assert.equal(findings(`"issues": [{\n  "key": "${id}",\n  "rule": "java:S1481",\n`), []);
  assert.equal(findings(`{\n  "mergeKey": "${hex('merge')}",\n  "occurrenceCountForMK": 1,\n`), []);
  assert.equal(findings(`{\n  "key": "${id}",\n  "region": "eu",\n`), [id]);
  assert.equal(findings(`{"routing_key": "${token}", "payload": {"severity": "critical"}}`), [token]);
});

test('one of two digests is one as well, where the lengths are the same', () => {
  assert.equal(findings(`"node_key": "${hex('node')}",\n"hash": "${hex('other')}",`), []);
  const value = hex('short', 40);
  assert.equal(findings(`"node_key": "${value}",\n"hash": "${hex('other')}",`), [value]);
  assert.equal(findings(`"token": "${hex('token')}",\n"hash": "${hex('other')}",`), [hex('token')]);
});

test('a key that things are told apart by is no credential', () => {
  for (const name of ['mergeKey', 'dedup_key', 'IncidentKey', 'MergeByKey'])
    assert.equal(findings(`"${name}": "${token}"`), [], name);
  assert.equal(findings(`"serviceKey": "${token}"`), [token]);
});

test('the digest of what is named is no secret', () => {
  for (const name of ['checksum/secret', 'checksum/tls-secret', 'sha256/token'])
    assert.equal(findings(`  ${name}: ${hex('checksum', 64)}`), [], name);
  assert.equal(findings(`  app/secret: ${hex('checksum', 64)}`), [hex('checksum', 64)]);
});

test('a column of digests has passwords that are stored', () => {
  const rows = (name: string, length: number): string =>
    ['ann', 'bob', 'eve'].map((user) => `${name} = "${hex(user, length)}"\n\n`).join('');
  assert.equal(findings(rows('password', 64)), []);
  assert.equal(findings(rows('user_salt', 16)), []);
  const both = ['ann', 'bob'].map((user) => `password = "${hex(user, 64)}"\n\nkind = "x"\n\n`).join('');
  assert.equal(findings(both), []);
  assert.equal(findings(rows('password', 32)).length, 3);
  const sections = ['db', 'cache'].map((part) => `[${part}]\npassword = "${hex(part, 64)}"\n\n`).join('');
  assert.equal(findings(sections).length, 2);
  assert.equal(findings(rows('api_token', 64)).length, 3);
  assert.equal(findings(`password = "${hex('ann', 64)}"`), [hex('ann', 64)]);
});

test('the id of a stored credential and a user by who vouches for him are no credentials', () => {
  assert.equal(findings(`using credential ${uuid}a1`), []);
  assert.equal(findings(`using credential: ${token}`), [token]);
  assert.equal(findings(`user_id: auth0|${hex('user', 24)}`), []);
});

test.run();
