import * as fc from 'fast-check';
import { VALIDATORS } from '../../../src/detect/validators/registry.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('validator registry');

test('every validator gives a verdict on any text and throws on none', () => {
  const verdicts = ['valid', 'invalid', 'unknown', 'reject'];
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.base64String(),
    fc.stringMatching(/^eyJ[\w.-]{0,60}$/),
  );
  for (const [name, validator] of Object.entries(VALIDATORS)) {
    fc.assert(
      fc.property(text, text, text, (secret, user, inner) => {
        const groups = { user, host: user, label: user, inner, body: inner };
        return verdicts.includes(validator.check({ secret, groups, text: secret }));
      }),
      { numRuns: 200 },
    );
    assert.match(name, /^[a-z0-9-]+$/);
  }
});

test.run();
