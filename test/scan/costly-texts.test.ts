/** Texts in which rules are tried, or find something, nearly everywhere: in a container there is an end to it. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Detector } from '../../src/detect/detector.ts';
import { loadRuleFile } from '../../src/detect/rule-file.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, contextOf, scanBlobs, told } from './helpers.ts';

const test = suite('texts that cost more than their bytes');
const RULE = `
rules:
  - id: marked
    name: Marked words
    class: secret
    severity: high
    confidence: provider-shape
    keywords: [marked-]
    pattern: 'marked-[a-z]{12}(?![0-9])'
    examples: [[marked-herringbones]]
`;
const detector = new Detector(await loadRuleFile(RULE, 'marked.yaml'));

/** A mark of its own for each number. */
function mark(index: number): string {
  const letters = createHash('sha256').update(String(index)).digest().subarray(0, 12);
  return `marked-${Array.from(letters, (byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;
}

async function scanned(name: string, bytes: Buffer): Promise<{ found: number; skips: readonly string[] }> {
  const result = await scanBlobs([blobOf(name, bytes)], contextOf({ detector }));
  return { found: result.findings.length, skips: result.skipped.map(({ reason }) => reason) };
}

test('findings in a container are told until they cost more than the budget allows, and the rest is', async () => {
  const text = Buffer.from(Array.from({ length: 10_000 }, (_, index) => `${mark(index)}\n`).join(''));
  assert.equal(await scanned('a.txt', text), { found: 10_000, skips: [] });
  // 64 MiB of work for a small file, 8 KiB for a finding and a few bytes for what is tried.
  const { found, skips } = await scanned('a.txt.gz', gzipSync(text));
  assert.ok(found > 8000 && found < 8192, `${found} found`);
  assert.equal(skips, ['too-expanded']);
});

test('a rule that is tried everywhere and finds nothing is tried so often in a container, and no more', async () => {
  const bytes = Buffer.from(`${mark(1)}0`.repeat(1000));
  const works = [0, 0];
  for (const [index, times] of [1, 2].entries())
    detector.paidBy(
      {
        work(count) {
          works[index] = (works[index] as number) + count;
          return true;
        },
      },
      () => detector.detectWhole(Buffer.concat(Array.from({ length: times }, () => bytes))),
    );
  const [once = 0, twice = 0] = works;
  assert.ok(once > 1000 * 32 && once < 1000 * 100, `${once} for 1000 tries`);
  assert.is(twice, 2 * once);
  let left = 10;
  assert.not(detector.paidBy({ work: () => left-- > 0 }, () => detector.detectWhole(bytes)));
  assert.is(left, -1);
});

test('what was not paid for in one text ends what is decoded of the file, and of no other', async () => {
  const text = Buffer.from(Array.from({ length: 10_000 }, (_, index) => `${mark(index)}\n`).join(''));
  const twice = await scanBlobs(
    [blobOf('a.gz', gzipSync(gzipSync(text))), blobOf('b.gz', gzipSync(mark(1)))],
    contextOf({ detector }),
  );
  assert.ok(twice.findings.some((finding) => told(finding).includes(' b.gz ')));
  assert.equal([...new Set(twice.skipped.map(({ path }) => path))], ['a.gz']);
});

test.run();
