import { token } from '../../cli/helpers.ts';
import { makeHeapSnapshot, type Rope } from '../../helpers/heap-snapshot.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs, told } from '../../scan/helpers.ts';

const test = suite('heap snapshots');
const SECRET = token('in a heap');

test('the parts of a concatenated string are put together, wherever they stand', async () => {
  const parts: Rope = [
    ['Bearer "', SECRET.slice(0, 9)],
    [SECRET.slice(9, 15), [SECRET.slice(15), ' and more']],
  ];
  const text = makeHeapSnapshot(parts);
  assert.not(text.includes(SECRET));
  const { findings } = await scanBlobs([blobOf('app.heapsnapshot', text)]);
  assert.equal(
    findings.map(({ ruleId, location }) => `${ruleId} ${location.view.join()}`),
    ['gitlab-pat heap-joined'],
  );
  const line = text.split('\n').findIndex((one) => one.includes(SECRET.slice(0, 9))) + 1;
  assert.is(findings[0]?.location.startLine, line);
});

test('a value that stands in one part is told once, where it stands', async () => {
  const text = makeHeapSnapshot(['key ', `${SECRET} and more`]);
  const { findings } = await scanBlobs([blobOf('app.heapsnapshot', text)]);
  assert.equal(findings.map(told), [
    `gitlab-pat app.heapsnapshot:${text.slice(0, text.indexOf(SECRET)).split('\n').length}:2`,
  ]);
});

/** A value that no prefix tells. */
const BARE = SECRET.slice(6);

for (const kind of ['property', 'context'] as const) {
  for (const [form, text] of Object.entries({
    whole: BARE,
    'in parts': [BARE.slice(0, 7), BARE.slice(7)] as Rope,
  })) {
    test(`a text ${form} that a ${kind} with a credential's name holds stands beside that name`, async () => {
      const snapshot = makeHeapSnapshot(text, { kind, name: 'dbPassword' });
      const { findings } = await scanBlobs([blobOf('app.heapsnapshot', snapshot)]);
      assert.equal(
        findings.map(({ ruleId, location }) => `${ruleId} ${location.view.join()}`),
        ['generic-secret heap-joined'],
      );
      const line = snapshot.split('\n').findIndex((one) => one.includes(BARE.slice(0, 7))) + 1;
      assert.is(findings[0]?.location.startLine, line);
    });
  }
}

test('what members with other names hold, and words, are no findings', async () => {
  for (const [name, text] of [
    ['displayName', BARE],
    ['password', 'password'],
    ['token', 'Punctuator'],
  ] as const) {
    const snapshot = makeHeapSnapshot(text, { kind: 'property', name });
    assert.equal((await scanBlobs([blobOf('app.heapsnapshot', snapshot)])).findings, []);
  }
});

test('a snapshot that is cut or says nonsense of itself is a text like others', async () => {
  const text = makeHeapSnapshot([SECRET.slice(0, 9), SECRET.slice(9)]);
  const broken = [
    text.slice(0, text.indexOf('"edges"')),
    text.replace('node_fields', 'fields'),
    text.replace('"first"', '"third"'),
  ];
  for (const [index, one] of broken.entries())
    assert.equal((await scanBlobs([blobOf(`${index}.heapsnapshot`, one)])).findings, []);
});

test.run();
