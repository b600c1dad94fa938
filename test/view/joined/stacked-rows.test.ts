import * as fc from 'fast-check';
import { assert, suite } from '../../helpers/suite.ts';
import { textsOf } from '../../helpers/views.ts';

const test = suite('rows of pairs behind prefixes');

const VALUE = 'tok_9fA2kQ7xLm4Zc8Rt1Vb6';

/** The text in rows of pairs, each behind what `prefix` gives. */
function rows(text: string, prefix: (index: number) => string, size = 16, mark = ' '): string {
  const pairs = Buffer.from(text).toString('hex').match(/../g) ?? [];
  const lines = Array.from({ length: Math.ceil(pairs.length / size) }, (_, index) =>
    pairs.slice(index * size, (index + 1) * size).join(mark),
  );
  return lines.map((line, index) => `${prefix(index)}${line}\n`).join('');
}

const joined = (text: string): string => textsOf('hexdump', text).join('\n');

const LEVELS = ['INFO', 'WARNING', 'DEBUG', 'ERROR'];
const PREFIXES: Readonly<Record<string, (index: number) => string>> = {
  'numbers that grow': (index) => `rx ${8 + index}: `,
  'names of levels': (index) => `2026-05-31 10:11:12 ${LEVELS[index % 4]} rx `,
  'fractions of a second': (index) => `10:11:12.${'7'.repeat(1 + (index % 3))} wire << `,
  'levels that differ by the width of a pair': (index) => `${index % 2 === 0 ? 'WARNING' : 'INFO'}: `,
  'nothing but a time': (index) => `10:11:1${index % 10} `,
};
for (const [what, prefix] of Object.entries(PREFIXES)) {
  test(`a text in rows behind ${what} is whole`, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(16, 24, 32),
        fc.constantFrom(' ', ':'),
        (lead, size, mark) => {
          const text = rows(`${'sent with it '.repeat(4).slice(0, lead)}${VALUE} until the end`, prefix, size, mark);
          assert.match(joined(`start\n${text}end\n`), VALUE);
        },
      ),
    );
  });
}

test('rows far from each other, and with a line between, are not joined', () => {
  const [first = '', second = ''] = rows(`${VALUE} until the end of all`, () => '', 24).split('\n');
  assert.match(joined(`rx ${first}\nrx12 ${second}\n`), `${VALUE} until`);
  assert.not.match(joined(`rx ${first}\n${'x'.repeat(40)} ${second}\n`), `${VALUE} until`);
  assert.not.match(joined(`rx ${first}\nnothing here\nrx ${second}\n`), `${VALUE} until`);
});

test.run();
