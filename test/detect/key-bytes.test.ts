import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { matchKeyBytes } from '../../src/detect/key-bytes.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from '../scan/helpers.ts';

const test = suite('private keys in binary');

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
const ed25519 = generateKeyPairSync('ed25519');
const der = (key: KeyObject, type: string): Buffer => key.export({ type, format: 'der' } as never) as unknown as Buffer;
const field = (bytes: string | Buffer): Buffer => {
  const body = Buffer.from(bytes as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};

function openssh(cipher: string): Buffer {
  const parts = [cipher, cipher === 'none' ? 'none' : 'bcrypt', ''].map(field);
  const [head, count] = [Buffer.from('openssh-key-v1\0', 'latin1'), Buffer.from([0, 0, 0, 1])];
  return Buffer.concat([
    head,
    ...parts,
    count,
    field(der(ed25519.publicKey, 'spki')),
    field(Buffer.from(der(rsa.privateKey, 'pkcs1').toReversed())),
  ]);
}

const OPEN: Readonly<Record<string, Buffer>> = {
  'PKCS #1': der(rsa.privateKey, 'pkcs1'),
  'PKCS #8 of RSA': der(rsa.privateKey, 'pkcs8'),
  'PKCS #8 of an elliptic curve': der(ec.privateKey, 'pkcs8'),
  'PKCS #8 of DSA': der(dsa.privateKey, 'pkcs8'),
  'PKCS #8 of Ed25519': der(ed25519.privateKey, 'pkcs8'),
  'SEC 1': der(ec.privateKey, 'sec1'),
  OpenSSH: openssh('none'),
};
const CLOSED: Readonly<Record<string, Buffer>> = {
  'a public key of RSA': der(rsa.publicKey, 'pkcs1'),
  'a public key of an elliptic curve': der(ec.publicKey, 'spki'),
  'a public key of Ed25519': der(ed25519.publicKey, 'spki'),
  'PKCS #8 under a passphrase': rsa.privateKey.export({
    type: 'pkcs8',
    format: 'der',
    cipher: 'aes-256-cbc',
    passphrase: 'invented',
  }),
  'OpenSSH under a passphrase': openssh('aes256-ctr'),
  // GetRequest of SNMP v2c: SEQUENCE, version 1, a community of 32 characters, PDU.
  'a packet of SNMP': Buffer.from(`302d0201010420${'63'.repeat(32)}a006020400000001`, 'hex'),
};

const noise = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 167 + 129) & 0xff));

async function found(bytes: Buffer | string): Promise<readonly string[]> {
  const { findings } = await scanBlobs([blobOf('state.bin', Buffer.from(bytes as string))]);
  return findings.map(({ ruleId, confidence }) => `${ruleId} ${confidence}`);
}

for (const [name, key] of Object.entries(OPEN)) {
  test(`${name} is found as it is and in other data`, async () => {
    assert.equal(await found(key), ['binary-private-key checksum-valid']);
    assert.equal(await found(Buffer.concat([noise, key, noise])), ['binary-private-key checksum-valid']);
  });

  test(`${name} is found in hexadecimal and base64`, async () => {
    assert.equal(await found(`dump: ${key.toString('hex')}\n`), ['binary-private-key checksum-valid']);
    assert.is((await found(`dump: ${key.toString('base64')}\n`)).length, 1);
    const lines = key.toString('base64').match(/.{1,76}/g) ?? [];
    assert.is((await found(`${lines.join('\n')}\n`)).length, 1);
  });
}

for (const [name, key] of Object.entries(CLOSED)) {
  test(`${name} is no leak`, async () => {
    for (const text of [
      key,
      Buffer.concat([noise, key]),
      `dump: ${key.toString('hex')}\n`,
      `dump: ${key.toString('base64')}\n`,
    ])
      assert.equal(await found(text), []);
  });
}

test('a key that is cut counts where something of its private part is there', async () => {
  const key = OPEN['PKCS #1'] ?? Buffer.alloc(0);
  assert.equal(await found(key.subarray(0, key.length / 2)), ['binary-private-key provider-shape']);
  assert.equal(await found(key.subarray(0, 150)), []);
  const ssh = OPEN['OpenSSH'] ?? Buffer.alloc(0);
  assert.equal(await found(ssh.subarray(0, ssh.length - 100)), ['binary-private-key provider-shape']);
});

test('base64 of a key under a passphrase, or of a public one, is no value of its name', async () => {
  for (const name of ['PKCS #8 under a passphrase', 'OpenSSH under a passphrase', 'a public key of an elliptic curve'])
    assert.equal(await found(`private_key: ${CLOSED[name]?.toString('base64') ?? ''}\n`), [], name);
});

test('a body in armour is what its label says', async () => {
  const lines = OPEN['PKCS #1']?.toString('base64').match(/.{1,64}/g) ?? [];
  for (const end of ['\n', '\r\n']) {
    const text = ['-----BEGIN RSA TESTING KEY-----', ...lines, '-----END RSA TESTING KEY-----'].join(end);
    assert.equal(await found(text), []);
  }
});

test('no cut and no other length makes the matcher throw or read on behind its text', () => {
  for (const key of Object.values(OPEN)) {
    const text = `0\x82${key.toString('latin1')}`;
    for (let end = 0; end < text.length; end++) {
      for (let at = 0; at < 24; at++) assert.ok((matchKeyBytes(text.slice(0, end), at)?.end ?? 0) <= end);
    }
  }
});

test.run();
