import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as fc from 'fast-check';
import { isSignedBy, parseEnvelope, PAYLOAD_TYPE, preAuthEncoding, signStatement } from '../../src/attest/dsse.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('DSSE');

const PAIRS: Readonly<Record<string, { readonly privateKey: KeyObject; readonly publicKey: KeyObject }>> = {
  ed25519: generateKeyPairSync('ed25519'),
  'ecdsa-p256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const pairOf = (kind: string): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } =>
  PAIRS[kind] ?? generateKeyPairSync('ed25519');
const priv = (key: KeyObject): Buffer => Buffer.from(key.export({ type: 'pkcs8', format: 'pem' }));
const pub = (key: KeyObject): Buffer => Buffer.from(key.export({ type: 'spki', format: 'pem' }));

test("encodes as in the specification's example", () => {
  const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
  assert.is(encoded.toString(), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});

const coordinate = (decimal: string): string =>
  Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');

test("verifies the specification's example, whose signature is raw", () => {
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: coordinate('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
      y: coordinate('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
    },
  });
  const sig = ['A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ', '+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEG', 'AHTVeCUjW2JIZA=='].join(
    '',
  );
  const envelope = { payload: 'aGVsbG8gd29ybGQ=', payloadType: 'http://example.com/HelloWorld', signatures: [{ sig }] };
  assert.ok(isSignedBy(parseEnvelope(JSON.stringify(envelope), 'e'), pub(key)));
});

test('what a key signed verifies with its public half and with no other', () => {
  for (const [kind, { privateKey, publicKey }] of Object.entries(PAIRS)) {
    const envelope = parseEnvelope(signStatement('{"a":1}', priv(privateKey)), 'e');
    assert.is(envelope.payloadType, PAYLOAD_TYPE);
    assert.is(envelope.payload.toString(), '{"a":1}');
    for (const [other, pair] of Object.entries(PAIRS))
      assert.is(isSignedBy(envelope, pub(pair.publicKey)), other === kind, `${kind} by ${other}`);
    assert.match(envelope.signatures[0]?.keyid ?? '', /^[0-9a-f]{64}$/);
    assert.ok(publicKey);
  }
});

const flip = (bytes: Buffer, at: number, mask: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ mask;
  return copy;
};

test('any change of payload, type or signature is noticed', () => {
  const { privateKey, publicKey } = pairOf('ed25519');
  const envelope = parseEnvelope(signStatement('{"result":"FAILED"}', priv(privateKey)), 'e');
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.constantFrom(0, 1, 2), (at, mask, part) => {
      const changed = {
        payload: part === 0 ? flip(envelope.payload, at, mask) : envelope.payload,
        payloadType: part === 1 ? `${PAYLOAD_TYPE}x` : PAYLOAD_TYPE,
        signatures: envelope.signatures.map((one) => ({
          ...one,
          signature: part === 2 ? flip(one.signature, at, mask) : one.signature,
        })),
      };
      assert.not(isSignedBy(changed, pub(publicKey)));
    }),
  );
});

const safe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

test('either alphabet of base64 is read', () => {
  const { privateKey, publicKey } = pairOf('ecdsa-p256');
  const text = signStatement('{"a":"\u{1f600}??>>"}', priv(privateKey));
  const urlSafe = JSON.parse(text) as { payload: string; signatures: { sig: string }[] };
  urlSafe.payload = safe(urlSafe.payload);
  for (const one of urlSafe.signatures) one.sig = safe(one.sig);
  assert.ok(isSignedBy(parseEnvelope(JSON.stringify(urlSafe), 'e'), pub(publicKey)));
});

test('other keys are refused, and no message holds any of them', () => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const locked = Buffer.from(
    pairOf('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
  );
  const cases: readonly (readonly [Buffer, RegExp])[] = [
    [priv(small.privateKey), /not Ed25519, ECDSA P-256 or RSA/],
    [priv(curve.privateKey), /not Ed25519, ECDSA P-256 or RSA/],
    [locked, /is encrypted/],
    [Buffer.from('hunter2'), /not a private key in PEM$/],
    [pub(small.publicKey), /not a private key in PEM$/],
  ];
  for (const [key, message] of cases) assert.throws(() => signStatement('{}', key), message);
  const envelope = parseEnvelope(signStatement('{}', priv(pairOf('rsa').privateKey)), 'e');
  assert.throws(() => isSignedBy(envelope, priv(small.privateKey)), /takes the public one/);
  assert.throws(() => isSignedBy(envelope, Buffer.from('hunter2')), /not a public key in PEM$/);
});

test('what is no envelope is refused', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{', /not JSON/],
    ['[]', /not a DSSE envelope/],
    ['{"payload":"","payloadType":"x","signatures":[]}', /not a DSSE envelope/],
    ['{"payload":"%","payloadType":"x","signatures":[{"sig":""}]}', /not a DSSE envelope/],
    ['{"payload":"","payloadType":"x","signatures":[{"sig":7}]}', /signature is malformed/],
    ['{"_type":"https://in-toto.io/Statement/v1"}', /an unsigned statement/],
  ];
  for (const [text, message] of cases) assert.throws(() => parseEnvelope(text, 'e'), message);
});

test.run();
