/** Where the bytes near an anchor say that nothing is assigned, nothing is, whatever stands beyond. */
import * as fc from 'fast-check';
import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { refusedWithin } from '../../../src/detect/generic/refused-within.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('refusedWithin()');
const VALUE = expand(['{base62:20}', '7a'], 'refused within');
const WORDS =
  'author auth key keyword api-key monkey passing password pass passport token tokens csrf pwd secret cred jwt clave https:// git://'.split(
    ' ',
  );
const ANCHOR = /^(?:auth|key|pass|pwd|token|secret|cred|jwt|c|:\/\/)/;
const PIECE = fc.constantFrom('_', '.', '-', ' ', '(', 'name', 'public', 'api', 'my', '"', ...WORDS);
const BEYOND = fc.array(
  fc.constantFrom(
    ' ',
    '\n',
    ':',
    '=',
    '"',
    '@',
    `= "${VALUE}"`,
    `: ${VALUE}\n`,
    `u:${VALUE}@h`,
    `("${VALUE}")`,
    'x'.repeat(60),
  ),
  { maxLength: 8 },
);

test('what stands beyond the bytes that say so assigns nothing to the name', () => {
  let told = 0;
  fc.assert(
    fc.property(fc.array(PIECE, { maxLength: 6 }), BEYOND, BEYOND, (pieces, beyond, other) => {
      const head = pieces.join('');
      const [text, changed] = [head + ' '.repeat(60) + beyond.join(''), head + ' '.repeat(60) + other.join('')];
      for (const [long, first] of [
        [text, changed],
        [head + beyond.join(''), head + beyond.join('') + other.join('')],
      ] as const)
        for (let at = 0; at < head.length; at++) {
          if (!ANCHOR.test(long.slice(at))) continue;
          const within = refusedWithin(Buffer.from(long, 'latin1'), at);
          if (within === undefined || candidateAt(long, at) !== undefined) continue;
          if (long.slice(0, at + within) !== first.slice(0, at + within)) continue;
          told++;
          assert.equal(candidateAt(first, at), undefined, JSON.stringify([long, first, at]));
        }
    }),
    { numRuns: 8000 },
  );
  assert.ok(told > 500, `the test has to have something to compare: ${told}`);
});

const at = (text: string, word: string): number | undefined => refusedWithin(Buffer.from(text), text.indexOf(word));

test('tells names of something else and addresses without a user, and leaves open what may be given a value', () => {
  const rest = ' '.repeat(300);
  assert.ok((at(`the author of it${rest}`, 'auth') ?? Infinity) < 200);
  assert.ok((at(`see https://docs.corp.test/page${rest}`, '://') ?? Infinity) < 300);
  for (const word of ['password', 'token', 'auth_key'])
    assert.equal(at(`the ${word} of it${rest}`, word), undefined, word);
});

test.run();
