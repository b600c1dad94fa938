/** Where the bytes near a name say that no command line begins, none does, whatever stands beyond. */
import * as fc from 'fast-check';
import { matchCommand } from '../../../src/detect/command/matcher.ts';
import { noCommandWithin } from '../../../src/detect/command/refused-within.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('noCommandWithin()');
const VALUE = expand(['{base62:12}', '7a'], 'no command within');

const NAME = fc.constantFrom('mysql', 'curl', 'http', ' curl', '"curl', 'xhttp', '/curl', 'mysql.exe', 'sshpass');
const PIECES = [
  ' ',
  '\t',
  '"',
  "'",
  '`',
  '\\',
  '^',
  '\n',
  '\r\n',
  ',',
  ']',
  '[',
  '$(',
  ')',
  '\0',
  ' - ',
  'a',
  '-u',
  'http.',
  ';',
];
const NEAR = fc.array(fc.constantFrom(...PIECES, ' ', '\n'), { maxLength: 8 });
const BEYOND = fc.array(
  fc.oneof(
    fc.constantFrom(...PIECES),
    fc.constantFrom(` -p${VALUE}`, ` -u u:${VALUE} h`, `"-u", "u:${VALUE}"`, `- -p${VALUE}\n`, `args: ["-p${VALUE}"]`),
  ),
  { maxLength: 8 },
);

test('what stands beyond the bytes that say so makes no command line of it', () => {
  let told = 0;
  let others = 0;
  fc.assert(
    fc.property(
      fc.constantFrom('', 'see ', "'", '\n'),
      NAME,
      NEAR,
      BEYOND,
      BEYOND,
      (front, name, near, beyond, other) => {
        const head = front + name + near.join('');
        const [text, changed] = [head + beyond.join(''), head + other.join('')];
        const within = noCommandWithin(Buffer.from(text, 'latin1'), front.length);
        if (within === undefined || matchCommand(text, front.length) !== undefined) return;
        if (front.length + within > head.length) return;
        told++;
        if (text !== changed) others++;
        assert.equal(matchCommand(changed, front.length), undefined, JSON.stringify([text, changed]));
      },
    ),
    { numRuns: 20_000 },
  );
  assert.ok(told > 500 && others > 300, `the test has to have something to compare: ${told}, ${others}`);
});

const within = (text: string, word: string): number | undefined =>
  noCommandWithin(Buffer.from(text), text.indexOf(word));

test('a line ends what a program is given, and so does a text that is nothing but its name', () => {
  assert.ok((within(`the http module of Node\n${'x'.repeat(900)}`, 'http') ?? Infinity) < 40);
  assert.ok((within(`require('http');${'x'.repeat(900)}`, 'http') ?? Infinity) < 20);
  assert.ok((within(`a.https.b ${'x'.repeat(900)}`, 'https') ?? Infinity) < 20);
});

test('more counts where the line goes on, is no line of a shell, or ends the text', () => {
  for (const text of ['curl \\\n -u x\n', '["curl", "-u"]\n', '- curl\n- -u\n', 'curl -s', 'curl', 'curl\0-u\0'])
    assert.equal(within(text, 'curl'), undefined, text);
});

test.run();
