import { sniffContainer } from '../../src/view/containers.ts';
import { makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { expand, memoryBlob } from './expand.ts';

const test = suite('encrypted documents');
const MIMETYPE = { name: 'mimetype', data: 'application/vnd.oasis.opendocument.text', method: 0 };

function manifest(...encrypted: readonly string[]): string {
  const entries = ['content.xml', 'plain.xml'].map((name) => {
    const inside = encrypted.includes(name) ? '<manifest:encryption-data manifest:checksum="x"/>' : '';
    return `<manifest:file-entry manifest:full-path="${name}" manifest:size="1">${inside}</manifest:file-entry>`;
  });
  return `<manifest:manifest>${entries.join('\n')}</manifest:manifest>`;
}

async function look(text: string, method = 8): Promise<string[]> {
  const zip = makeZip([
    MIMETYPE,
    { name: 'content.xml', data: 'C' },
    { name: 'plain.xml', data: 'P' },
    { name: 'META-INF/manifest.xml', data: text, method },
  ]);
  const { skips } = await expand(memoryBlob(zip), 'zip');
  return skips.map(({ view, reason }) => `${view.join('>')}!${reason}`);
}

test('members that the manifest of an OpenDocument file calls encrypted are skips', async () => {
  assert.equal(await look(manifest('content.xml')), ['zip:content.xml!encrypted']);
  assert.equal(await look(manifest('content.xml', 'plain.xml'), 0), [
    'zip:content.xml!encrypted',
    'zip:plain.xml!encrypted',
  ]);
  assert.equal(await look(manifest()), []);
});

test('other zips, and packages without a manifest, encrypt nothing', async () => {
  const other = makeZip([
    { name: 'content.xml', data: 'C' },
    { name: 'META-INF/manifest.xml', data: manifest('content.xml') },
  ]);
  assert.equal((await expand(memoryBlob(other), 'zip')).skips, []);
  const none = makeZip([MIMETYPE, { name: 'content.xml', data: 'C' }]);
  assert.equal((await expand(memoryBlob(none), 'zip')).skips, []);
});

test('an Office document with a password is one skip', async () => {
  const plain = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]);
  const locked = Buffer.concat([plain, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(100)]);
  assert.is(sniffContainer(plain), 'ole2');
  assert.is(sniffContainer(locked), 'office-encrypted');
  const { skips } = await expand(memoryBlob(locked), 'office-encrypted');
  assert.equal(
    skips.map(({ reason }) => reason),
    ['encrypted'],
  );
});

const sealed = (...parts: (number | readonly number[])[]): string | undefined =>
  sniffContainer(Buffer.concat([Buffer.from(parts.flat()), Buffer.alloc(64, 0x5a)]));
const KEY_ID = [1, 2, 3, 4, 5, 6, 7, 8];
const SALT = [9, 9, 9, 9, 9, 9, 9, 9];

test('OpenPGP messages are told by the lengths in their first packet', () => {
  // As gpg writes them, for RSA of 2048 and 3072 bits, Curve25519, NIST P-256 and ElGamal.
  assert.is(sealed(0x85, [1, 12], 3, KEY_ID, 1, [8, 0]), 'openpgp');
  assert.is(sealed(0x85, [1, 11], 3, KEY_ID, 1, [7, 0xf6]), 'openpgp');
  assert.is(sealed(0xc1, [0xc0, 0x4c], 3, KEY_ID, 1, [8, 0]), 'openpgp');
  assert.is(sealed(0x84, 94, 3, KEY_ID, 18, [1, 7]), 'openpgp');
  assert.is(sealed(0x84, 126, 3, KEY_ID, 18, [2, 3]), 'openpgp');
  assert.is(sealed(0x85, [2, 14], 3, KEY_ID, 16, [8, 0]), 'openpgp');
  // With a passphrase: simple, salted, iterated, and with a session key behind it.
  assert.is(sealed(0x8c, 4, 4, 9, [0, 2]), 'openpgp');
  assert.is(sealed(0x8c, 12, 4, 9, [1, 10], SALT), 'openpgp');
  assert.is(sealed(0xc3, 13, 4, 9, [3, 8], SALT, 0xff), 'openpgp');
  assert.is(sealed(0x8c, 46, 4, 9, [3, 8], SALT, 0xff), 'openpgp');
});

test('bytes of a font that begin as an OpenPGP packet and have no length of one are none', () => {
  assert.is(sealed(0xc1, 0xb4, 3, [0xc5, 0, 0, 1, 0, 0x2b, 0xfe, 0x57], 2, [0xf6, 4]), undefined);
  assert.is(sealed(0x84, 0, 3, [2, 0xa9, 2, 0xab, 9, 0x83, 0, 0], 1, [8, 0]), undefined);
  assert.is(sealed(0x8c, 5, 4, 9, [3, 2], SALT, 0xff), undefined);
  assert.is(sealed(0x8c, 13, 4, 9, [2, 2], SALT, 0xff), undefined);
  assert.is(sealed(0x8c, 13, 4, 9, [3, 0], SALT, 0xff), undefined);
});

test.run();
