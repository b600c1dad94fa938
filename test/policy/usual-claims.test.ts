import { resolveGoverned } from '../../src/policy/resolve-governed.ts';
import { usualClaims } from '../../src/policy/usual-claims.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('usualClaims');

const GATES = {
  admission: {
    kind: 'file-matches-env',
    file: { env: 'ADMISSION_FILE' },
    match: [{ pointer: '/model', env: 'MODEL' }],
  },
  'load-test': { kind: 'all-of', of: [{ gate: 'admission' }] },
};
const EVIDENCE = { refs: [{ id: 'load', surface: 'report', path: 'load.json', after: 'load-test' }] };

test('an admission and each stage with a report are not claimed before they are so', () => {
  const { claims } = resolveGoverned({ gates: GATES, evidence: EVIDENCE });
  assert.equal(
    claims.map(({ check, any, unless }) => [check, any[0], unless]),
    [
      ['ADM-04', 'admitted: true', { kind: 'gate', id: 'admission' }],
      ['STG-03', 'load test passed', { kind: 'all', of: [{ kind: 'evidence', id: 'load' }] }],
      ['STG-02', 'packet is load test pass evidence', undefined],
    ],
  );
});

test('the claims of the packet take the place of those of the same check', () => {
  const own = { id: 'mine', check: 'STG-03', any: ['all is well'] };
  const { claims } = resolveGoverned({ gates: GATES, evidence: EVIDENCE, claims: [own] });
  assert.equal(
    claims.map(({ id, check }) => [id, check]),
    [
      ['mine', 'STG-03'],
      ['admission-claimed', 'ADM-04'],
      ['packet-as-load-test-evidence', 'STG-02'],
    ],
  );
});

test('a gate of something else, and a report behind a gate that is no stage, have no usual words', () => {
  const version = { ...GATES.admission, match: [{ pointer: '/version', env: 'VERSION' }] };
  const { gates, evidence } = resolveGoverned({
    gates: { approved: version },
    evidence: { refs: [{ ...EVIDENCE.refs[0], after: 'approved' }] },
  });
  assert.equal(usualClaims({ gates, evidence, claims: [] }), []);
});

test.run();
