/**
 * Damaged files of every container that is opened. `WATERTIGHT_FUZZ=n` makes n times as many, and `WATERTIGHT_FUZZ_SEED=s`
 * others.
 */
import { Detector } from '../../src/detect/detector.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { loadRuleFile } from '../../src/detect/rule-file.ts';
import type { Blob, ScanResult } from '../../src/types.ts';
import { cutAt, damage, type Damaged, flipAt, numbers } from '../helpers/fuzz/damage.ts';
import { fuzzSamples, type FuzzSample, PLANTED } from '../helpers/fuzz/samples.ts';
import { assert, suite } from '../helpers/suite.ts';
import { readerOf } from '../view/expand.ts';
import { blobOf, contextOf, scanBlobs } from './helpers.ts';

const test = suite('damaged containers');
const RULE = `
rules:
  - id: planted
    name: Planted words
    class: secret
    severity: high
    confidence: provider-shape
    keywords: [planted-]
    pattern: 'planted-[a-z]{4,5}most-marker'
    examples: [[planted-frontmost-marker]]
`;
const TIMES = Number(process.env['WATERTIGHT_FUZZ'] ?? 1);
const SEED = Number(process.env['WATERTIGHT_FUZZ_SEED'] ?? 1);
/** Cuts, flips and other damage to each sample. */
const ROUNDS = 24 * TIMES;
/** What a small file may be unpacked to, by the default budget. */
const FLOOR = 64 * 2 ** 20;
/** CPU seconds that no scan of a file of a few kilobytes comes near. */
const MOST_SECONDS = 5;

const planted = await loadRuleFile(RULE, 'planted.yaml');
const ALONE = new Detector(planted);
/** With all rules a scan costs five times as much. */
const AMONG_ALL = new Detector([...builtinRules(), ...planted]);
const SAMPLES = await fuzzSamples();

interface Scanned {
  readonly result: ScanResult;
  readonly found: ReadonlySet<string>;
}

/** A file as a stream that gives few bytes at a time. */
function streamOf(path: string, bytes: Buffer): Blob {
  return { path, view: [], size: undefined, open: () => readerOf(bytes, 100, true) };
}

async function scanned(name: string, bytes: Buffer, detector: Detector, streamed: boolean): Promise<Scanned> {
  const context = contextOf({ detector });
  const result = await scanBlobs([streamed ? streamOf(name, bytes) : blobOf(name, bytes)], context);
  return { result, found: new Set(context.collector.secrets.map((secret) => secret.reveal())) };
}

/** What must hold of every file, whatever was done to it. */
async function assertAccounted({ name }: FuzzSample, damaged: Damaged, round: number): Promise<Scanned> {
  const { what, bytes } = damaged;
  const label = `${name}, ${what}`;
  const before = process.cpuUsage();
  const run = await scanned(name, bytes, round % 5 === 0 ? AMONG_ALL : ALONE, round % 3 === 0);
  const { user, system } = process.cpuUsage(before);
  const { result, found } = run;
  assert.ok((user + system) / 1e6 < MOST_SECONDS, `${label}: ${(user + system) / 1e6} s`);
  assert.equal(
    result.skipped.filter(({ reason }) => reason === 'internal-error').map(({ detail }) => detail),
    [],
    label,
  );
  assert.ok(result.summary.bytes <= FLOOR + bytes.length, `${label}: ${result.summary.bytes} bytes`);
  const entries = result.ledger.filter(({ view }) => view.length === 0);
  assert.ok(entries.length > 0, `${label}: not in the ledger`);
  assert.ok(
    entries.every(({ status, reason }) => status === 'scanned' || status === 'partial' || reason !== null),
    label,
  );
  for (const words of PLANTED)
    if (bytes.includes(words)) assert.ok(found.has(words), `${label}: ${words} stands there and is not found`);
  return run;
}

/** Whether all that was planted is found, or the run says that something was not looked at. */
function isTold({ result, found }: Scanned): boolean {
  return PLANTED.every((words) => found.has(words)) || !result.summary.complete;
}

for (const [index, sample] of SAMPLES.entries()) {
  const { name, bytes, told, endTold } = sample;
  const below = numbers(SEED * 10_007 + index);

  test(`${name} whole gives all that was planted in it`, async () => {
    for (const streamed of [false, true]) {
      const { found, result } = await scanned(name, bytes, AMONG_ALL, streamed);
      assert.equal(
        [...PLANTED].filter((words) => !found.has(words)),
        [],
        name,
      );
      assert.ok(result.summary.complete, name);
    }
  });

  test(`${name} cut anywhere is accounted for`, async () => {
    const step = Math.max(1, bytes.length / ROUNDS);
    for (let at = below(8); at < bytes.length; at += step) {
      const place = Math.floor(at);
      const run = await assertAccounted(sample, cutAt(bytes, place), place);
      if (endTold !== undefined && place >= endTold)
        assert.ok(isTold(run), `${name} cut at ${place}: all is said to be well`);
    }
  });

  test(`${name} with damage anywhere is accounted for`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const other = SAMPLES[below(SAMPLES.length)] ?? sample;
      const isFlip = round % 3 === 0;
      const damaged = isFlip ? flipAt(bytes, below(bytes.length), below(8)) : damage(bytes, other.bytes, below);
      const run = await assertAccounted(sample, damaged, round);
      if (told !== undefined && damaged.at >= told)
        assert.ok(isTold(run), `${name}, ${damaged.what}: all is said to be well`);
    }
  });
}

test.run();
