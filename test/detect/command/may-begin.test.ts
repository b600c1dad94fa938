/** What is not tried for a command line holds none. */
import * as fc from 'fast-check';
import { matchCommand } from '../../../src/detect/command/matcher.ts';
import { mayBeCommand } from '../../../src/detect/command/may-begin.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('mayBeCommand()');
const VALUE = expand(['{base62:12}', '7a'], 'may be a command');

const PIECE = fc.constantFrom(
  'mysql',
  'curl',
  'MYSQL',
  'redis-cli',
  '.exe',
  '.EXE',
  '.py',
  '.sh',
  '.',
  ' ',
  '\t',
  '"',
  "'",
  '\\',
  ',',
  '\0',
  '\xa0',
  'x',
  '/',
  '=',
);
const OPTIONS = fc.constantFrom(
  ` -p${VALUE}`,
  ` -u u:${VALUE} h`,
  ` -a ${VALUE}`,
  `", "-p${VALUE}"`,
  ` "-p${VALUE}"`,
  '',
);

const at = (text: string, word: string): boolean => mayBeCommand(Buffer.from(text), text.indexOf(word));

test('wherever a command line is found, it may begin', () => {
  fc.assert(
    fc.property(
      fc.array(PIECE, { maxLength: 6 }),
      OPTIONS,
      fc.array(PIECE, { maxLength: 2 }),
      (before, options, behind) => {
        const text = [...before, options, ...behind].join('');
        const bytes = Buffer.from(text, 'latin1');
        for (let start = 0; start < text.length; start++)
          if (matchCommand(text, start) !== undefined)
            assert.ok(mayBeCommand(bytes, start), JSON.stringify(text.slice(start)));
      },
    ),
    { numRuns: 2000 },
  );
});

test('parts of names and addresses are told without a look at the text', () => {
  assert.not.ok(at('{"key":"http.url"}', 'http'));
  assert.not.ok(at('host.example.net  x', 'net'));
  assert.not.ok(at('"https://a"', 'https'));
  assert.not.ok(at('run mysql', 'mysql'));
  assert.ok(at(`run mysql.exe -p${VALUE}`, 'mysql'));
  assert.ok(at(`run mysql -p${VALUE}`, ' mysql'));
});

test.run();
