import * as fc from 'fast-check';
import { expand } from '../../scripts/lib/values.ts';
import { ScanError } from '../../src/errors.ts';
import { OutputGuard } from '../../src/report/guard.ts';
import { FORMATS, isFormat, loadReporter, REPORTERS } from '../../src/report/reporters.ts';
import { Secret } from '../../src/secret.ts';
import type { Finding } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { finding, hostileResult, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/reporters');
const reporters = await Promise.all(FORMATS.map(async (name) => [name, await loadReporter(name)] as const));
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

test('format names are known and nothing else is', () => {
  assert.ok(FORMATS.every(isFormat));
  assert.equal(Object.keys(REPORTERS), [...FORMATS]);
  for (const name of ['xml', '', 'toString', '__proto__']) assert.not(isFormat(name));
});

test('a reporter of another name is a mistake of who asks for it', async () => {
  for (const name of ['xml', 'toString']) {
    const error: unknown = await loadReporter(name as never).catch((reason: unknown) => reason);
    assert.ok(error instanceof ScanError && error.code === 'usage');
    assert.match(error.message, /the format must be one of text, brief, json/);
  }
});

test('every format ends with a line feed and gives the same text again', () => {
  const result = scanResult({ findings: [finding()], skipped: [skip()] });
  for (const [name, reporter] of reporters) {
    assert.match(reporter(result, OPTIONS), /\n$/, name);
    assert.is(reporter(result, OPTIONS), reporter(result, OPTIONS), name);
  }
});

test('every format says when nothing was enforced', () => {
  const result = scanResult({ findings: [finding()], summary: { enforced: false } });
  for (const [name, reporter] of reporters)
    assert.match(reporter(result, OPTIONS), /NOT ENFORCED|"enforced":\s?false|name="enforced" value="false"/, name);
});

test('no format ever steers the terminal that shows it, whatever stands in evidence', () => {
  fc.assert(
    fc.property(hostileResult, fc.array(fc.string({ unit: 'binary' }), { maxLength: 2 }), (result, targets) => {
      for (const [name, reporter] of reporters)
        assert.not.match(reporter(result, { ...OPTIONS, targets }), STEERING, name);
    }),
  );
});

test('in the text for people no line begins with a command of a CI runner, and none holds one', () => {
  const human = reporters.find(([name]) => name === 'text')?.[1];
  fc.assert(
    fc.property(hostileResult, (result) => {
      for (const line of human?.(result, OPTIONS).split('\n') ?? []) {
        assert.not.match(line.trimStart(), /^::/);
        assert.not.match(line, /##[a-z]*\[/i);
      }
    }),
  );
});

test('in coloured text the only control sequences are colours', () => {
  const human = reporters.find(([name]) => name === 'text')?.[1];
  fc.assert(
    fc.property(hostileResult, (result) => {
      const text = human?.(result, { ...OPTIONS, colour: true }) ?? '';
      assert.not.match(text.replace(/\u001b\[\d+m/g, ''), STEERING);
    }),
  );
});

test('no format holds a value, even where a careless stage left one on the object of a finding', () => {
  fc.assert(
    fc.property(hostileResult, fc.nat(), (result, seed) => {
      const value = expand(['{base62:24}', '"<&', '{base62:12}'], `value ${seed}`);
      const guard = new OutputGuard([new Secret(value)]);
      const findings = [...result.findings, finding()].map(
        (one) => ({ ...one, value, secret: { ...one.secret, value, text: new Secret(value) } }) as Finding,
      );
      for (const [name, reporter] of reporters)
        assert.not(guard.check(reporter({ ...result, findings }, OPTIONS)), name);
    }),
  );
});

test('a value that stands in a name is caught by the guard in every format that shows the name', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const value = expand(['{base62:12}', '"<&%,:/', '{base62:12}'], `named ${seed}`);
      const guard = new OutputGuard([new Secret(value)]);
      const named = finding({ location: { ...finding().location, path: `out/${value}.log` } });
      for (const [name, reporter] of reporters)
        if (name !== 'ledger') assert.ok(guard.check(reporter(scanResult({ findings: [named] }), OPTIONS)), name);
    }),
    { numRuns: 20 },
  );
});

test('a reporter that is given no result or no options says what is missing', () => {
  const result = scanResult();
  const wrong: readonly (readonly [readonly unknown[], RegExp])[] = [
    [[], /'result' must be a result/],
    [[{}], /'result' must be a result/],
    [[result], /'options' must be an object with startedAt/],
    [[result, {}], /'startedAt' must be a text/],
    [[result, { ...OPTIONS, targets: 'out' }], /'targets' must be a list of texts/],
  ];
  for (const [name, reporter] of reporters) {
    for (const [given, says] of wrong) {
      try {
        (reporter as (...all: readonly unknown[]) => string)(...given);
        assert.unreachable(name);
      } catch (error) {
        assert.ok(error instanceof ScanError && error.code === 'usage', name);
        assert.match(error.message, says);
      }
    }
  }
});

test.run();
