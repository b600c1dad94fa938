import { gzipSync } from 'node:zlib';
import { makeZip } from '../helpers/archives.ts';
import { noise } from '../helpers/noise.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token } from '../cli/helpers.ts';
import { blobOf, scanBlobs, told } from './helpers.ts';

const test = suite('dumps and streams');
const SECRET = token('dump');
const OTHER = token('dump, another');

test('a dump that begins with compressed data is looked at behind it as well', async () => {
  // The first byte is zero: padding of the gzip data.
  const rest = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * i * 7 + (i >> 3)) & 0xff));
  const zip = makeZip([{ name: 'a', data: `${SECRET}\n` }]);
  const packed = gzipSync(`${OTHER}\n`);
  const { findings } = await scanBlobs([
    blobOf('core.1', Buffer.concat([gzipSync('x'), rest, zip, rest])),
    blobOf('core.2', Buffer.concat([zip, rest, packed, rest])),
  ]);
  assert.equal(findings.map(told), [
    'gitlab-pat core.1 > gzip:rest > carved:2999 > zip:a:1:1',
    'gitlab-pat core.2 > zip:a:1:1',
    `gitlab-pat core.2 > zip:rest > carved:${zip.length - zip.indexOf('PK\x01\x02') + 3000} > gzip:1:1`,
  ]);
});

test('what a stream may give grows with what was read of it', async () => {
  const random = noise(512 * 1024);
  const packed = gzipSync(Buffer.concat([random, Buffer.alloc(66 * 1024 * 1024)]));
  const blob = { ...blobOf('a.gz', packed), size: undefined };
  assert.equal((await scanBlobs([blob])).skipped, []);
});

test('what is left of a broken zip is read as it is, and not opened again and again', async () => {
  const bytes = Buffer.concat([Buffer.from('PK\x03\x04'.repeat(200), 'latin1'), Buffer.from(`\n${SECRET}\n`)]);
  const { findings, skipped } = await scanBlobs([blobOf('a.zip', bytes)]);
  assert.equal(
    findings.map(({ location }) => location.view),
    [['zip:rest']],
  );
  assert.equal(
    skipped.map(({ view }) => view),
    [[]],
  );
});

test.run();
