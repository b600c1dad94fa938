import { parseRuleFile } from '../../src/detect/rule-file.ts';
import { assert, suite } from '../helpers/suite.ts';
import { ACME_RULE } from './acme-rule.ts';

const test = suite('parseRuleFile()');

const rule = { ...ACME_RULE, examples: [['acme_', '{base62:8}']] };

async function failure(text: string): Promise<string> {
  return parseRuleFile(text, 'f.yaml').then(
    () => 'no error',
    (error: unknown) => String(error),
  );
}

test('reads JSON on one line as it reads the same in other lines', async () => {
  const root = { rules: [rule, { ...rule, id: 'acme-key' }] };
  const wanted = await parseRuleFile(JSON.stringify(root, null, 2), 'f.yaml');
  assert.is(wanted.length, 2);
  assert.equal(await parseRuleFile(`${JSON.stringify(root)}\n`, 'f.yaml'), wanted);
});

test('refuses a key that stands twice, in JSON too', async () => {
  const text = JSON.stringify({ rules: [rule] });
  assert.match(await failure(text.replace('"name":', '"id":"other","name":')), /f\.yaml:1:\d+: this key stands twice/);
});

test('names the line of a fault', async () => {
  const rules = [rule, { ...rule, colour: 'red' }];
  assert.match(await failure(JSON.stringify({ rules })), /f\.yaml:1: 'colour' is no field/);
  assert.match(await failure(JSON.stringify({ rules }, null, 1)), /f\.yaml:20: 'colour' is no field/);
});

test('takes surfaces from the list of them', async () => {
  const [read] = await parseRuleFile(JSON.stringify({ rules: [{ ...rule, surfaces: ['argv', 'other'] }] }), 'f.yaml');
  assert.equal(read?.surfaces, ['argv', 'other']);
  assert.match(
    await failure(JSON.stringify({ rules: [{ ...rule, surfaces: ['argw'] }] })),
    /'surfaces' is a list of sot/,
  );
});

test.run();
