import { showsValue } from '../../src/scan/shown-values.ts';
import { token } from '../cli/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';
import { DETECTOR } from './helpers.ts';

const test = suite('showsValue()');

test('a value with a prefix of its own is seen in a report', () =>
  assert.ok(showsValue(`{"detail":"${token('report')}"}`, DETECTOR)));

test('rule names beside digests and fingerprints are none', () => {
  const digest = 'c0ffee'.repeat(10);
  const text = `{"ruleId":"datadog-api-key","fingerprint":"h1:${digest}"},{"mask":"ghp_…","token":"${digest}"}`;
  assert.not(showsValue(text, DETECTOR));
});

test.run();
