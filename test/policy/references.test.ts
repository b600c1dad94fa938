import { expand } from '../../scripts/lib/values.ts';
import { builtInPacket } from '../../src/policy/built-in.ts';
import type { Allow } from '../../src/policy/packet.ts';
import { compileReferences } from '../../src/policy/references.ts';
import { Secret } from '../../src/secret.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('references');
const none = {
  redactions: [],
  envNames: [],
  secretRefs: [],
  inlineSurfaces: [],
  findings: [],
  canaries: [],
  unread: [],
};

function kinds(allow: Partial<Allow>, texts: readonly string[]): unknown[] {
  const harmless = compileReferences({ ...none, ...allow });
  return texts.map((text) => harmless(new Secret(text)));
}

test('knows the built-in marks of redaction in any case', () => {
  const texts = [
    '***',
    '**********',
    'xxxxx',
    'XXXXXXXX',
    '••••••',
    '[REDACTED]',
    '[redacted]',
    '<redacted:github-pat:1a2b>',
    '(sensitive value)',
    'REDACTED',
    '***REDACTED***',
    '[Filtered]',
    '…',
  ];
  assert.equal(
    kinds(builtInPacket().allow, texts),
    texts.map(() => 'redaction'),
  );
});

test('knows the built-in references', () => {
  const texts = [
    'op://vault/item/field',
    'vault:secret/data/app#token',
    '${{ secrets.DEPLOY }}',
    '/run/secrets/db',
    'arn:aws:secretsmanager:eu-west-1:1:secret:a',
    'ACME_API_KEY',
    '$ACME_TOKEN',
    '${ACME_TOKEN}',
    '%ACME_TOKEN%',
    '$env:ACME_TOKEN',
  ];
  assert.equal(
    kinds(builtInPacket().allow, texts),
    texts.map(() => 'reference'),
  );
});

test('takes no invented value for either', () => {
  const texts = [
    expand(['ghp_', '{base62:36}'], 'a'),
    expand(['AKIA', '{base32:16}'], 'b'),
    expand(['{hex:40}'], 'c'),
    expand(['{base64:44}'], 'd'),
    expand(['xxx', '{base62:9}'], 'e'),
    expand(['***', '{base62:9}'], 'f'),
    expand(['{base62:9}', ' [REDACTED]'], 'g'),
    '**',
    'xx',
    '',
    'acme_token',
  ];
  assert.equal(
    kinds(builtInPacket().allow, texts),
    texts.map(() => undefined),
  );
});

test('a run of stars in a redaction is literal, a single one a wildcard', () => {
  assert.equal(kinds({ redactions: ['a**b', 'c*d'] }, ['a**b', 'axxb', 'cd', 'cxyzd', 'c']), [
    'redaction',
    undefined,
    'redaction',
    'redaction',
    undefined,
  ]);
});

test('one character repeated stands for that many or more', () => {
  assert.equal(kinds({ redactions: ['####', '●●●'] }, ['###', '####', '#########', '###a#', '●●●●', '●●']), [
    undefined,
    'redaction',
    'redaction',
    undefined,
    'redaction',
    undefined,
  ]);
});

test('a reference with a fallback value or a line break is none', () => {
  const secretRefs = ['${{ secrets.* }}'];
  const texts = [
    "${{ secrets.A || 'planted' }}",
    '${{ secrets.A || planted }}',
    '${{ secrets.A\n }}',
    '${{ secrets.A }}',
  ];
  assert.equal(kinds({ secretRefs }, texts), [undefined, undefined, undefined, 'reference']);
});

test('a variable name is upper case and fits the pattern as a whole', () => {
  const texts = ['ACME_X', '${ACME_X}', 'acme_X', 'ACME_X planted', 'OTHER_X', '${ACME_X:-planted}'];
  assert.equal(kinds({ envNames: ['ACME_*'] }, texts), [
    'reference',
    'reference',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('nothing long is harmless', () => {
  assert.equal(kinds(builtInPacket().allow, ['*'.repeat(513), `op://${'a'.repeat(600)}`]), [undefined, undefined]);
});

test.run();
