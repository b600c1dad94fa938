import * as fc from 'fast-check';
import type { Baseline } from '../../src/policy/baseline/baseline.ts';
import { builtInPacket } from '../../src/policy/built-in.ts';
import { compilePolicy, evaluate } from '../../src/policy/evaluate.ts';
import type { Forbid, Packet } from '../../src/policy/packet.ts';
import { Secret } from '../../src/secret.ts';
import { CONFIDENCES, RULE_CLASSES, SEVERITIES, SURFACES } from '../../src/types.ts';
import type { Confidence, RuleClass, RuleInfo, Severity, Surface } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('evaluate');

function rule(ruleClass: RuleClass = 'secret', severity: Severity = 'high', id = 'acme-token'): RuleInfo {
  return { id, name: id, class: ruleClass, severity, confidence: 'provider-shape' };
}

function packetWith(...forbid: readonly Forbid[]): Packet {
  return { ...builtInPacket(), forbid };
}

const inline = (): string => 'gitleaks:allow';

type Row = readonly [RuleClass, Severity, Confidence, Surface, string];

function holds(rows: readonly Row[], packet: Packet): void {
  for (const [ruleClass, severity, confidence, surface, expected] of rows) {
    const verdict = evaluate({ rule: rule(ruleClass, severity), confidence, surface }, packet);
    assert.is(`${verdict.kind} ${verdict.by}`, expected, `${ruleClass} ${severity} ${confidence} ${surface}`);
  }
}

test('holds the built-in packet to its truth table', () => {
  holds(
    [
      ['secret', 'critical', 'checksum-valid', 'sot', 'forbidden no-secret-value'],
      ['secret', 'info', 'entropy', 'other', 'forbidden no-secret-value'],
      ['secret', 'high', 'context', 'commit', 'forbidden no-secret-value'],
      ['secret', 'critical', 'checksum-invalid', 'trace', 'allowed unlisted'],
      ['identifier', 'medium', 'provider-shape', 'argv', 'forbidden no-account-identifier'],
      ['identifier', 'critical', 'provider-shape', 'argv', 'forbidden no-account-identifier'],
      ['identifier', 'low', 'provider-shape', 'argv', 'allowed unlisted'],
      ['identifier', 'medium', 'checksum-invalid', 'argv', 'allowed unlisted'],
      ['password-hash', 'high', 'provider-shape', 'report', 'allowed unlisted'],
      ['public-client-key', 'high', 'provider-shape', 'report', 'allowed unlisted'],
      ['password-hash', 'low', 'known-value', 'report', 'forbidden known-value'],
      ['identifier', 'info', 'known-value', 'report', 'forbidden no-account-identifier'],
    ],
    builtInPacket(),
  );
});

test('forbids on the surfaces of the entry alone', () => {
  const packet = packetWith({ id: 'a', surfaces: ['sot', 'trace'], match: { classes: ['secret'] } });
  holds(
    SURFACES.map((surface) => {
      const forbidden = surface === 'sot' || surface === 'trace';
      return ['secret', 'low', 'context', surface, forbidden ? 'forbidden a' : 'allowed unlisted'] as const;
    }),
    packet,
  );
});

test('takes a severity as at least this one', () => {
  const packet = packetWith({ id: 'a', surfaces: SURFACES, match: { severity: 'high' } });
  const expected = ['forbidden', 'forbidden', 'allowed', 'allowed', 'allowed'];
  for (const [index, severity] of SEVERITIES.entries()) {
    const judged = { rule: rule('secret', severity), confidence: 'context', surface: 'sot' } as const;
    assert.is(evaluate(judged, packet).kind, expected[index]);
  }
});

test('selects rules by globs and leaves out those of not_rule', () => {
  const match = { rules: ['github-*', 'npm-token'], notRules: ['*-oauth'] };
  const packet = packetWith({ id: 'a', surfaces: SURFACES, match });
  const kinds = ['github-pat', 'github-oauth', 'npm-token', 'npm-tokens'].map(
    (id) => evaluate({ rule: rule('secret', 'low', id), confidence: 'context', surface: 'sot' }, packet).kind,
  );
  assert.equal(kinds, ['forbidden', 'allowed', 'forbidden', 'allowed']);
});

test('names the first entry that fits', () => {
  const packet = packetWith(
    { id: 'narrow', surfaces: ['sot'], match: { confidences: ['entropy'] } },
    { id: 'wide', surfaces: SURFACES, match: { classes: ['secret'] } },
    { id: 'never', surfaces: SURFACES, match: { classes: ['secret'] } },
  );
  holds(
    [
      ['secret', 'low', 'entropy', 'sot', 'forbidden narrow'],
      ['secret', 'low', 'context', 'sot', 'forbidden wide'],
      ['secret', 'low', 'entropy', 'argv', 'forbidden wide'],
    ],
    packet,
  );
});

test('a class that check alone looks for forbids no candidate', () => {
  const packet = packetWith({ id: 'a', surfaces: SURFACES, match: { classes: ['copied-evidence'] } });
  for (const ruleClass of RULE_CLASSES)
    holds([[ruleClass, 'critical', 'checksum-valid', 'sot', 'allowed unlisted']], packet);
});

test('a known value is forbidden whatever severity, confidence and rule the entry wants, and where none fits', () => {
  const match = { classes: ['secret'], severity: 'critical', confidences: ['entropy'], rules: ['x'] } as const;
  const packet = packetWith({ id: 'a', surfaces: ['sot'], match });
  holds(
    [
      ['secret', 'info', 'known-value', 'sot', 'forbidden a'],
      ['secret', 'info', 'known-value', 'argv', 'forbidden known-value'],
    ],
    packet,
  );
});

test('lets redactions, references and honoured inline markers pass, each by its name', () => {
  const policy = compilePolicy(builtInPacket(), '2026-01-01');
  const judged = (text: string, surface: Surface, confidence: Confidence = 'context'): string => {
    return policy.verdict({ rule: rule(), confidence, secret: new Secret(text), surface, inline }).by;
  };
  assert.is(judged('[REDACTED]', 'sot'), 'redaction');
  assert.is(judged('op://vault/item/field', 'sot'), 'reference');
  assert.is(judged('some planted value', 'other'), 'inline:gitleaks:allow');
  assert.is(judged('some planted value', 'sot'), 'no-secret-value');
  assert.is(judged('some planted value', 'sot', 'checksum-invalid'), 'unlisted');
});

test('no allowance covers a known value', () => {
  const policy = compilePolicy(builtInPacket(), '2026-01-01');
  for (const text of ['***', 'op://vault/item', 'ACME_TOKEN', 'planted value']) {
    const secret = new Secret(text);
    const verdict = policy.verdict({ rule: rule(), confidence: 'known-value', secret, surface: 'other', inline });
    assert.is(verdict.kind, 'forbidden');
  }
});

test('asks for inline markers only where they count and decide', () => {
  const policy = compilePolicy(builtInPacket(), '2026-01-01');
  let asked = 0;
  const ask = (): undefined => void asked++;
  for (const surface of SURFACES) {
    policy.verdict({ rule: rule(), confidence: 'context', secret: new Secret('planted value'), surface, inline: ask });
  }
  policy.verdict({ rule: rule(), confidence: 'context', secret: new Secret('***'), surface: 'other', inline: ask });
  assert.is(asked, 1);
  assert.equal(
    SURFACES.filter((surface) => policy.honoursInline(surface)),
    ['other'],
  );
});

test('of a committed file the allow comments count where its own path lets them, and a baseline where it knows either surface', () => {
  const packet = { ...builtInPacket(), allow: { ...builtInPacket().allow, inlineSurfaces: ['other'] as const } };
  const input = { rule: rule(), secret: new Secret('x'), confidence: 'context', surface: 'commit', inline } as const;
  const by = (more: object, policy = compilePolicy(packet, '2026-06-01')): string =>
    policy.verdict({ ...input, ...more }).by;
  assert.is(by({ inlineSurface: 'other' }), 'inline:gitleaks:allow');
  assert.is(by({ inlineSurface: 'trace' }), 'no-secret-value');
  assert.is(by({}), 'no-secret-value');
  const baseline: Baseline = { size: 1, covers: ({ surface }) => surface === 'report', stale: () => [] };
  const withBaseline = compilePolicy(packet, '2026-06-01', baseline);
  assert.is(by({ surfaces: ['commit', 'report'] }, withBaseline), 'baseline');
  assert.is(by({ surfaces: ['commit', 'trace'] }, withBaseline), 'no-secret-value');
  assert.is(by({ surface: 'report' }, withBaseline), 'baseline');
});

test('accepts the unread parts that the packet names, and never an interruption', () => {
  const lenient = { ...builtInPacket().coverage, acceptUnread: ['pdf-text', 'interrupted'] as const };
  const policy = compilePolicy({ ...builtInPacket(), coverage: lenient }, '2026-01-01');
  assert.is(policy.acceptsUnread({ path: 'a', reason: 'pdf-text' }), true);
  assert.is(policy.acceptsUnread({ path: 'a', reason: 'encrypted' }), false);
  assert.is(policy.acceptsUnread({ path: 'a', reason: 'interrupted' }), false);
});

test('never throws and gives the same verdict again', () => {
  const match = fc.record(
    {
      classes: fc.subarray([...RULE_CLASSES], { minLength: 1 }),
      severity: fc.constantFrom(...SEVERITIES),
      confidences: fc.subarray([...CONFIDENCES], { minLength: 1 }),
      rules: fc.array(fc.string(), { minLength: 1 }),
      notRules: fc.array(fc.string(), { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  const entry = fc.record({ id: fc.string(), surfaces: fc.subarray([...SURFACES], { minLength: 1 }), match });
  const judged = fc.record({
    rule: fc
      .tuple(fc.constantFrom(...RULE_CLASSES), fc.constantFrom(...SEVERITIES), fc.string())
      .map((args) => rule(...args)),
    confidence: fc.constantFrom(...CONFIDENCES),
    surface: fc.constantFrom(...SURFACES),
    secret: fc.string().map((text) => new Secret(text)),
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), judged, (forbid, input) => {
      const packet: Packet = {
        ...builtInPacket(),
        forbid,
        allow: { ...builtInPacket().allow, redactions: [], secretRefs: [] },
      };
      const policy = compilePolicy(packet, '2026-01-01');
      const verdict = evaluate(input, packet);
      if (!/^[A-Z_${}%:]/.test(input.secret.reveal())) assert.equal(policy.verdict(input), verdict);
      assert.equal(policy.verdict(input), policy.verdict(input));
      assert.ok(verdict.kind === 'forbidden' || (verdict.by === 'unlisted' && input.confidence !== 'known-value'));
    }),
    { numRuns: 300 },
  );
});

test.run();
