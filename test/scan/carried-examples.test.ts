import { builtinExamples, builtinRules } from '../../src/detect/builtin.ts';
import { expand } from '../../src/detect/examples.ts';
import { VALIDATORS } from '../../src/detect/validators/registry.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from './helpers.ts';

const test = suite('examples of several lines');

/** Each rule with a text of several lines in which it must find something. */
const SAMPLES = builtinRules().flatMap((rule) => {
  const validator = VALIDATORS[rule.validator ?? ''];
  const complete = validator?.complete?.bind(validator);
  return (builtinExamples()[rule.id] ?? [])
    .map((parts) => expand(parts, `carried ${rule.id}`, complete))
    .filter((text) => /\n(?: {2}|\t)/.test(text))
    .map((text) => ({ id: rule.id, text }));
});

/** Pairs of digits that are read before the marks in front of them, and texts whose quotation marks are escaped once more. */
const LEFT: ReadonlySet<string> = new Set(['printed-private-key', 'consul-agent-tokens', 'snmp-section-community']);

const CARRIERS: Readonly<Record<string, (line: string, index: number) => string>> = {
  'a runtime of containers': (line, index) => `2026-11-20T10:11:12.00000000${index % 10}Z stdout F ${line}`,
  'a service': (line) => `web-1  | ${line}`,
  'numbers of lines': (line, index) => `${String(1 + index).padStart(6)}\t${line}`,
  'a quotation': (line) => `> ${line}`,
  'records of JSON': (line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout' }),
};

async function rulesIn(text: string): Promise<ReadonlySet<string>> {
  const { findings } = await scanBlobs([blobOf('out/evidence.txt', text)]);
  return new Set(findings.map(({ ruleId }) => ruleId));
}

for (const [name, write] of Object.entries(CARRIERS)) {
  test(`are found behind ${name} as they are without`, async () => {
    const lost: string[] = [];
    for (const { id, text } of SAMPLES) {
      const lines = ['started', 'and ready', ...text.replace(/\n$/, '').split('\n'), 'done'];
      const plain = await rulesIn(`${lines.join('\n')}\n`);
      const carried = await rulesIn(`${lines.map(write).join('\n')}\n`);
      if (plain.has(id) && !carried.has(id) && !LEFT.has(id)) lost.push(id);
    }
    assert.ok(SAMPLES.length > 30, `${SAMPLES.length} samples`);
    assert.equal(lost, []);
  });
}

test.run();
