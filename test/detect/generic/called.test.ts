/** A value that stands in front of what it is called. */
import { expand } from '../../../scripts/lib/values.ts';
import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('a value in front of its name');
const value = expand(['{base62:17}', '4'], 'called');

function valueOf(text: string): string | undefined {
  const found = candidateAt(text, text.search(/password|token/i));
  return found && text.slice(found.start, found.end);
}

const FORMS: Readonly<Record<string, string>> = {
  'what a statement calls a password': `SELECT 'ann' AS login, '${value}' AS password;\n`,
  'what is moved into a field': `           MOVE '${value}' TO WS-PASSWORD.\n`,
  'a key in Objective-C': `[d setObject:@"${value}" forKey:@"password"];\n`,
  'a header in Swift': `req.setValue("${value}", forHTTPHeaderField: "X-Token")\n`,
};

for (const [name, text] of Object.entries(FORMS)) test(`is found: ${name}`, () => assert.is(valueOf(text), value));

test('what is opened under a name is none', () => {
  assert.is(valueOf(`with open('${value}') as password:\n`), undefined);
});

test.run();
