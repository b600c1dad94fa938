import * as fc from 'fast-check';
import { observationsIn } from '../../../src/policy/evidence/observed.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('observationsIn()');
const NAMES = ['gen_ai.request.model', '--model', 'CASE_MODEL'].map((name) => ({ pointer: '/model', name }));

function values(text: string): string[] {
  return observationsIn(text, NAMES).map(({ value }) => value);
}

test('reads each form in which runs record a value', () => {
  const forms: readonly string[] = [
    '{"gen_ai.request.model":"acme/7b"}',
    '{"gen_ai.request.model" : "acme/7b"}',
    String.raw`"{\"gen_ai.request.model\":\"acme/7b\"}"`,
    '{"key":"gen_ai.request.model","value":{"stringValue":"acme/7b"}}',
    'gen_ai.request.model=acme/7b other=1',
    'gen_ai.request.model: acme/7b',
    'harness --model acme/7b --x',
    'harness --model=acme/7b',
    "harness --model 'acme/7b'",
    '["harness","--model","acme/7b"]',
    'harness\0--model\0acme/7b\0',
    'CASE_MODEL=acme/7b harness',
    'export CASE_MODEL="acme/7b"',
  ];
  for (const form of forms) assert.equal(values(form), ['acme/7b'], form);
});

test('takes no reference, option, longer name or missing value for one', () => {
  const forms = [
    '--model $MODEL',
    '--model ${MODEL}',
    '--model <name>',
    '--model --x',
    '--models a',
    'my--model a',
    'CASE_MODEL_FILE=a',
    'gen_ai.request.model.x=1',
    '--model',
    '"--model"]',
    'CASE_MODEL=',
    'the gen_ai.request.model attribute',
  ];
  for (const form of forms) assert.equal(values(form), [], form);
});

test('never throws and gives short values alone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('--model', 'gen_ai.request.model', '=', '"', '\0', ' '))),
      (parts) => {
        for (const value of values(parts.join(''))) assert.ok(value.length > 0 && value.length <= 200);
      },
    ),
  );
});

test.run();
