import { HeldFindings, type FindingSink } from '../../src/scan/held-findings.ts';
import type { PlacedDetection } from '../../src/scan/text-scan.ts';
import { Secret } from '../../src/secret.ts';
import { finding, location } from '../report/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('HeldFindings');
const RULE = { id: 'a', name: 'A', class: 'secret', severity: 'high', confidence: 'context' } as const;

const WHERE = {} as PlacedDetection;

function released(told: readonly string[]): readonly string[] {
  const out: string[] = [];
  const sink: FindingSink = {
    finding: (_, __, secret) => void out.push(`finding ${secret.reveal()}`),
    allowed: (_, secret) => void out.push(`allowed ${secret.reveal()}`),
  };
  const held = new HeldFindings();
  held.finding(finding(), RULE, new Secret('one'), WHERE);
  held.finding(finding(), RULE, new Secret('two'), WHERE);
  held.allowed({ ruleId: 'a', surface: 'other', location: location(), by: 'x' }, new Secret('three'));
  held.release(
    sink,
    told.map((text) => new Secret(text)),
  );
  held.release(sink, []);
  return out;
}

test('what no member holds is handed on once, in order', () =>
  assert.equal(released([]), ['finding one', 'finding two', 'allowed three']));

test('what a member holds is dropped', () => {
  assert.equal(released(['two', 'four']), ['finding one', 'allowed three']);
  assert.equal(released(['one', 'two', 'three']), []);
});

test.run();
