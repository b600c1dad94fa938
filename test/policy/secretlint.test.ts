import { InlineBlocks } from '../../src/policy/secretlint.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('InlineBlocks');

function after(...lines: readonly string[]): (ruleId: string) => string | undefined {
  const blocks = new InlineBlocks();
  for (const line of lines) blocks.add(line);
  return (ruleId) => blocks.covering(ruleId);
}

test('covers nothing before a marker and after an end', () => {
  assert.is(after('a', 'b')('x'), undefined);
  assert.is(after('// secretlint-disable', 'a', '// secretlint-enable')('x'), undefined);
});

test('covers every rule, or those that are named', () => {
  assert.is(after('// secretlint-disable', 'a')('x'), 'secretlint-disable');
  const named = after('/* secretlint-disable a, @secretlint/secretlint-rule-acme -- why */');
  assert.equal(['a', 'acme-token', 'b'].map(named), ['secretlint-disable', 'secretlint-disable', undefined]);
});

test('an end may leave some rules disabled, or enable some', () => {
  const some = after('# secretlint-disable', '# secretlint-enable a');
  assert.equal(['a', 'b'].map(some), [undefined, 'secretlint-disable']);
  const again = after('# secretlint-disable', '# secretlint-enable a', '# secretlint-disable a');
  assert.equal(['a', 'b'].map(again), ['secretlint-disable', 'secretlint-disable']);
  const rest = after('# secretlint-disable a b', '# secretlint-enable a');
  assert.equal(['a', 'b'].map(rest), [undefined, 'secretlint-disable']);
});

test('markers for a line open no block', () => {
  assert.is(after('# secretlint-disable-line', '# secretlint-disable-next-line')('x'), undefined);
});

test.run();
