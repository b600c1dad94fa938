import { gzipSync } from 'node:zlib';
import { builtInPacket } from '../../src/policy/built-in.ts';
import type { ScanResult } from '../../src/types.ts';
import { token } from '../cli/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, contextOf, scanBlobs, told } from './helpers.ts';

const test = suite('RepeatedTexts');

const SECRET = token('repeated');
/** A value as it is, and one in base64, with text of no interest around. */
const TEXT = Buffer.from(
  `first\n${SECRET}\ndata: ${Buffer.from(`user of it, ${token('repeated, encoded')}`).toString('base64')}\n`,
);

function zipped(text: Buffer, times: number): Buffer {
  return times === 0 ? text : gzipSync(zipped(text, times - 1));
}

async function scanned(blobs: readonly [path: string, times: number][], maxDepth = 8): Promise<ScanResult> {
  const packet = builtInPacket();
  const context = contextOf({ packet: { ...packet, coverage: { ...packet.coverage, maxDepth } } });
  return scanBlobs(
    blobs.map(([path, times]) => blobOf(path, zipped(TEXT, times))),
    context,
  );
}

test('a member that comes again is told as the first time, in its own place', async () => {
  const both = await scanned([
    ['a.gz', 1],
    ['b.gz.gz', 2],
  ]);
  const first = await scanned([['a.gz', 1]]);
  const second = await scanned([['b.gz.gz', 2]]);
  assert.ok(first.findings.length >= 2);
  assert.equal(both.findings.map(told), [...first.findings, ...second.findings].map(told));
  assert.is(both.summary.views, first.summary.views + second.summary.views);
  assert.equal(both.skipped, []);
});

test('a member whose views lie too deep is not told by one in which they do not', async () => {
  const deep = await scanned([['b.gz.gz', 2]], 2);
  assert.equal(
    deep.skipped.map(({ reason }) => reason),
    ['too-deep'],
  );
  const first = await scanned([['a.gz', 1]], 2);
  const both = await scanned(
    [
      ['a.gz', 1],
      ['b.gz.gz', 2],
    ],
    2,
  );
  assert.equal(both.findings.map(told), [...first.findings, ...deep.findings].map(told));
  assert.equal(both.skipped, deep.skipped);
  const turned = await scanned(
    [
      ['b.gz.gz', 2],
      ['a.gz', 1],
    ],
    2,
  );
  assert.equal(turned.findings.map(told).toSorted(), both.findings.map(told).toSorted());
});

test.run();
