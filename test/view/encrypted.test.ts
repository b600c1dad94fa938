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

test.run();
