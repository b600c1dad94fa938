import { Collector } from '../../src/scan/collector.ts';
import type { RunEnd } from '../../src/scan/result.ts';
import type { RuleInfo, ScanResult, Skip } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('resultOf()');

const END: RunEnd = {
  tool: { name: 'watertight', version: '0', rulesDigest: '', packetDigest: '', packet: 'built-in' },
  notes: [],
  missing: [],
  enforced: true,
};

const SKIP: Skip = { path: 'a.zip', view: [], reason: 'truncated', detail: 'ends early' };

function ruleOf(id: string): RuleInfo {
  return { id, name: id, class: 'secret', severity: 'high', confidence: 'provider-shape' };
}

/** The summary of a run over one file, with what else was gathered. */
function summaryOf(
  end: Partial<RunEnd>,
  gather: (collector: Collector) => void = () => undefined,
): ScanResult['summary'] {
  const collector = new Collector();
  collector.blob('trace', 10, 2);
  gather(collector);
  return collector.result({ ...END, ...end }).summary;
}

test('a run that read all and found nothing is complete, and ends with 0', () => {
  const { complete, exitCode, files, bytes, views, bySurface } = summaryOf({});
  assert.equal(
    { complete, exitCode, files, bytes, views },
    { complete: true, exitCode: 0, files: 1, bytes: 10, views: 2 },
  );
  assert.equal(bySurface, { trace: { files: 1, bytes: 10, views: 2, findings: 0, skipped: 0 } });
});

test('what was not scanned makes a run incomplete, unless the packet lets it stay unread', () => {
  const lost = summaryOf({}, (collector) => collector.skip(SKIP, 'trace', false));
  assert.equal([lost.complete, lost.exitCode, lost.skipped, lost.bySurface.trace?.skipped], [false, 3, 1, 1]);
  const accepted = summaryOf({}, (collector) => collector.skip(SKIP, 'trace', true));
  assert.equal([accepted.complete, accepted.exitCode, accepted.skipped], [true, 0, 0]);
  assert.equal(accepted.accepted, { truncated: 1 });
});

test('a required surface that is missing, and no file where some were asked for, make it incomplete', () => {
  assert.is(summaryOf({ missing: ['report'] }).exitCode, 3);
  const none = { ...END, needsFiles: true };
  assert.is(new Collector().result(none).summary.exitCode, 3);
  assert.is(new Collector().result({ ...none, needsFiles: false }).summary.exitCode, 0);
});

/** A run over one file, in which something was lost. */
function lostTo(reason: Skip['reason']): ScanResult['summary'] {
  return summaryOf({ enforced: false }, (collector) => collector.skip({ ...SKIP, reason }, undefined, false));
}

test('where nothing is enforced, a bug alone is told by the exit code', () => {
  assert.is(lostTo('truncated').exitCode, 0);
  assert.is(lostTo('internal-error').exitCode, 3);
});

test('rules are told by id, and what the packet wants read before the rest', () => {
  const collector = new Collector();
  collector.append({ ...new Collector().take(), rules: ['b', 'a'] }, ruleOf);
  collector.skip({ ...SKIP, path: 'let.zip' }, undefined, true);
  collector.skip(SKIP, undefined, false);
  assert.equal(
    collector.result(END).skipped.map(({ path }) => path),
    ['a.zip', 'let.zip'],
  );
  assert.equal(
    collector.result(END).rules.map(({ id }) => id),
    ['a', 'b'],
  );
});

test.run();
