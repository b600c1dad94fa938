import { builtinRules } from '../../src/detect/builtin.ts';
import { Detector } from '../../src/detect/detector.ts';
import { TextScan } from '../../src/scan/text-scan.ts';
import { Budget } from '../../src/view/budget.ts';
import { assert, suite } from '../helpers/suite.ts';
import { NOISE } from './noise-kinds.ts';

const test = suite('noise of evidence');
const detector = new Detector(builtinRules());
/** Samples of each template; what is random differs in each. */
const ROUNDS = 40;

/** Rules that find a secret in the text, raw or in a decoded view of it. */
function secretsIn(text: string): string[] {
  const bytes = Buffer.from(`line before\n${text}\nline after\n`, 'utf8');
  const scan = new TextScan(detector, new Budget(bytes.length), 0, () => undefined);
  const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
  return scan
    .scan(window, true)
    .detections.filter(({ rule }) => rule.class === 'secret')
    .map(({ rule }) => rule.id);
}

for (const [kind, samples] of Object.entries(NOISE)) {
  test(`${kind}: no secret in any`, () => {
    for (let round = 0; round < ROUNDS; round++)
      for (const text of samples(String(round)))
        assert.equal(secretsIn(text), [], `round ${round}: ${text.slice(0, 160)}`);
  });
}

test('a secret among noise is found', () => {
  const [noise = ''] = NOISE['trace and span ids']?.('among') ?? [];
  const token = ['ghp', '_'].join('') + 'q7Zk2LwX9cVb4NmR6tYp1sDf8gHj3K0aWe5u';
  assert.equal(secretsIn(`${noise}\n${token.slice(0, 40)}`).length, 1);
});
test.run();
