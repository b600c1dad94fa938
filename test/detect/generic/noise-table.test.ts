import { expand } from '../../../scripts/lib/values.ts';
import { assignmentMatcher } from '../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../helpers/suite.ts';

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

test.run();
