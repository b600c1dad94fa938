import * as fc from 'fast-check';
import { readLedger } from '../../src/attest/ledger-file.ts';
import { ScanError } from '../../src/errors.ts';
import { ledger } from '../../src/report/ledger.ts';
import { assert, suite } from '../helpers/suite.ts';
import { entry, hostileResult, OPTIONS, scanResult } from '../report/helpers.ts';

const test = suite('readLedger()');
const parts = {
  ledger: [entry(), entry({ path: 'b', view: ['zip:c'], sha256: null, status: 'skipped', reason: 'x' })],
};
const TEXT = ledger(scanResult(parts), OPTIONS);
const BYTES = Buffer.from(TEXT);

/** What reading says: the message of a refusal, what is broken, or undefined for a ledger that is as it was written. */
function complaint(bytes: Uint8Array): string | undefined {
  try {
    return readLedger(bytes, 'l').broken;
  } catch (error) {
    if (error instanceof ScanError && error.code === 'usage') return error.message;
    throw error;
  }
}

test('reads what the reporter writes, whatever names are in it', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const read = readLedger(Buffer.from(ledger(result, OPTIONS)), 'l');
      assert.is(read.broken, undefined);
      assert.is(read.entries.length, result.ledger.length);
      assert.is(read.counts.findings, result.summary.findings);
    }),
  );
});

test('any flipped byte is noticed', () => {
  fc.assert(
    fc.property(fc.nat(BYTES.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const flipped = Buffer.from(BYTES);
      flipped[at] = (flipped[at] ?? 0) ^ mask;
      assert.type(complaint(flipped), 'string');
    }),
    { numRuns: 500 },
  );
});

test('bytes that are cut out or put in anywhere are noticed', () => {
  fc.assert(
    fc.property(fc.nat(BYTES.length), fc.nat(40), fc.uint8Array({ maxLength: 20 }), (at, cut, put) => {
      const changed = Buffer.concat([BYTES.subarray(0, at), put, BYTES.subarray(at + cut)]);
      if (!changed.equals(BYTES)) assert.type(complaint(changed), 'string');
    }),
    { numRuns: 500 },
  );
});

const joined = (...lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''));

test('lines that changed places, and one that was left out, are noticed', () => {
  const [header = '', first = '', second = '', footer = ''] = TEXT.split('\n');
  assert.match(String(complaint(joined(header, second, first, footer))), /digest in its footer/);
  assert.match(String(complaint(joined(header, first, footer))), /1 entries, but its footer says otherwise/);
});

test('what is no ledger is refused with its line', () => {
  const [header = '', first = ''] = TEXT.split('\n');
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /line 1 is truncated/],
    ['{}\n', /line 1 is not a header/],
    [TEXT.replace('ledger/v1', 'ledger/v9'), /line 1 is not a header/],
    [TEXT.replace('"header"', '"entry"'), /line 1 is not a header/],
    [`${header}\n${first}\n`, /line 2 is not a footer/],
    [TEXT.replace('"status":"scanned"', '"status":"seen"'), /line 2 has no valid 'status'/],
    [TEXT.replace('"kind":"entry"', '"kind":{}'), /line 2 has no valid 'kind'/],
    [`${header}\nnot json\n`, /line 2 is not JSON$/],
    [`${header}\n[1]\n`, /line 2 is not a JSON object/],
    [TEXT.slice(0, -1), /line 4 is truncated/],
    [TEXT.replace(/,"seal":"[^"]*"/, ''), /line 4 has no valid 'seal'/],
  ];
  for (const [text, message] of cases) assert.match(String(complaint(Buffer.from(text))), message);
});

test('a message holds nothing of the line', () => {
  const message = complaint(Buffer.from(TEXT.replace('"scanned"', '"hunter2-in-the-ledger"')));
  assert.not(String(message).includes('hunter2'));
});

test.run();
