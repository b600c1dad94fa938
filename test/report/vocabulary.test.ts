import { OutputGuard } from '../../src/report/guard.ts';
import { FORMATS, loadReporter } from '../../src/report/reporters.ts';
import { vocabulary } from '../../src/report/vocabulary.ts';
import { Secret } from '../../src/secret.ts';
import { CONFIDENCES, type Finding, RULE_CLASSES, SURFACES } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { entry, finding, location, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/vocabulary');

/** Names from evidence that are too short to be taken for a word. */
const AT = { path: 'a', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
const PLACE = { ...AT, view: ['b'], field: 'c', option: '-d' };

function sample(kind: Finding['class'], confidence: Finding['confidence'], surface: Finding['surface']): Finding {
  return finding({
    ruleId: 'r',
    ruleName: 'R',
    class: kind,
    confidence,
    surface,
    location: location(PLACE),
    secret: { length: 9, mask: '' },
    verdict: { kind: 'forbidden', by: 'e' },
    fingerprint: 'h1:0',
    parts: [{ name: 'user', location: location(AT) }],
  });
}

/** Digests of what was scanned, and of findings. */
const DIGEST_OF_FILE = /^[\da-f-]{16,}$/;

test('every word that a report says by itself is in it, so that evidence with such a word is reported', async () => {
  const reporters = await Promise.all(FORMATS.map(async (name) => [name, await loadReporter(name)] as const));
  for (const kind of RULE_CLASSES) {
    for (const [index, confidence] of CONFIDENCES.entries()) {
      const result = scanResult({
        findings: [sample(kind, confidence, SURFACES[index] ?? 'other')],
        skipped: [skip({ path: 'a', view: [], detail: 'e' })],
        ledger: [entry({ path: 'a', findings: 1, views: { 'quoted-printable': 1 } })],
      });
      for (const [name, reporter] of reporters) {
        const text = reporter(result, OPTIONS);
        const words = (text.match(/[\w+-]{6,}|[A-Za-z]{6,}/g) ?? []).filter((word) => !DIGEST_OF_FILE.test(word));
        const told = vocabulary(result, OPTIONS, [reporter], []);
        const guard = new OutputGuard(
          words.map((word) => new Secret(word)),
          undefined,
          told,
        );
        const left = guard.check(text)
          ? words.filter((word) => new OutputGuard([new Secret(word)], undefined, told).check(text))
          : [];
        assert.equal(left, [], name);
      }
    }
  }
});

test.run();
