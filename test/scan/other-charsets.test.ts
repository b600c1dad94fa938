/** What was appended to a text in another charset, in UTF-8 or in UTF-16 that its mark does not tell, is read wherever the text lies. */
import { gzipSync } from 'node:zlib';
import { token } from '../cli/helpers.ts';
import { makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, blobWith, contextOf, scanBlobs } from './helpers.ts';
import type { Blob } from '../../src/types.ts';

const test = suite('behind a text in another charset');
const SECRET = token('behind UTF-16');
const START = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('all is well here\n', 'utf16le')]);
const FILE = Buffer.concat([START, Buffer.from(`\nkey ${SECRET}\n`)]);

function streamOf(...parts: readonly Buffer[]): Blob {
  let bytes: Buffer = Buffer.alloc(0);
  let next = 0;
  return blobWith('a.log', {
    read(into) {
      if (bytes.length === 0) bytes = parts[next++] ?? bytes;
      const count = bytes.copy(into);
      bytes = bytes.subarray(count);
      return count;
    },
  });
}

const PLACES: Readonly<Record<string, () => Blob>> = {
  'a file': () => blobOf('a.log', FILE),
  'a stream': () => streamOf(FILE),
  'a stream that comes in parts': () => streamOf(FILE.subarray(0, 7), FILE.subarray(7, 40), FILE.subarray(40)),
  'a zip': () => blobOf('a.zip', makeZip([{ name: 'a.log', data: FILE }])),
  'a gzip': () => blobOf('a.log.gz', gzipSync(FILE)),
};

for (const [name, make] of Object.entries(PLACES))
  test(`a value there in ${name} is found once`, async () => {
    const { findings, skipped } = await scanBlobs([make()]);
    assert.equal([findings.map(({ ruleId }) => ruleId), skipped], [['gitlab-pat'], []]);
  });

test('a stream that is too long to be read twice is told of', async () => {
  const part = Buffer.from('nothing to see in this row\n'.repeat(40_000), 'utf16le');
  const stream = streamOf(START, ...Array.from({ length: 33 }, () => part));
  const { findings, skipped } = await scanBlobs([stream], contextOf());
  assert.equal([findings, skipped.map(({ reason }) => reason)], [[], ['too-large']]);
});

const wide = (text: string, bigEndian: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const MARKS: readonly Buffer[] = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

for (const [order, mark] of MARKS.entries()) {
  const own = order === 1;
  const padding = wide('all is well here\n'.repeat(9000), own);
  const texts: Readonly<Record<string, Buffer>> = {
    'in the other order of bytes': Buffer.concat([mark, wide(`the key is ${SECRET}\n`, !own)]),
    'moved by a byte': Buffer.concat([mark, padding, Buffer.from('x'), wide(`the key is ${SECRET}\n`, own)]),
    'as the mark says': Buffer.concat([mark, padding, wide(`the key is ${SECRET}`, own)]),
    'as the mark says, before a moved text': Buffer.concat([
      mark,
      wide(`the key is ${SECRET}\n`, own),
      Buffer.from('x'),
      wide('all is well here\n', own),
    ]),
  };
  for (const [where, bytes] of Object.entries(texts))
    test(`behind a mark of ${own ? 'big' : 'little'} ends a value in UTF-16 ${where} is found once`, async () => {
      const { findings } = await scanBlobs([blobOf('a.log', bytes)]);
      assert.equal(
        findings.map(({ ruleId }) => ruleId),
        ['gitlab-pat'],
      );
    });
}

test.run();
