import { expand } from '../../../scripts/lib/values.ts';
import { GROQ_INFIX, OPENAI_INFIX } from '../../../src/detect/validators/openai.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('detect/validators/openai');
const infix = ['T3Blbk', 'FJ'].join('');
const input = (secret: string): { secret: string; groups: Record<string, string>; text: string } => ({
  secret,
  groups: {},
  text: secret,
});

test('finds a key valid whose halves round the infix are of one length', () => {
  for (const prefix of ['sk-', 'sk-proj-', 'sk-svcacct-', 'sk-admin-'])
    for (const half of [20, 58, 74]) {
      const key = expand([prefix, `{base62:${half}}`, infix, `{base62:${half}}`], prefix);
      assert.is(OPENAI_INFIX.check(input(key)), 'valid');
    }
});

test('claims nothing of a key whose infix stands elsewhere', () => {
  assert.is(OPENAI_INFIX.check(input(expand(['sk-', '{base62:12}', infix, '{base62:28}'], 'a'))), 'unknown');
});

test('claims nothing of a key without the infix', () => {
  assert.is(OPENAI_INFIX.check(input(expand(['sk-', '{base62:48}'], 'b'))), 'unknown');
});

test('finds a Groq key valid by the text behind its first 20 characters', () => {
  const groq = ['WGdyb', '3FY'].join('');
  assert.is(GROQ_INFIX.check(input(expand(['gsk_', '{base62:20}', groq, '{base62:24}'], 'c'))), 'valid');
  assert.is(GROQ_INFIX.check(input(expand(['gsk_', '{base62:19}', groq, '{base62:25}'], 'd'))), 'unknown');
});

test.run();
