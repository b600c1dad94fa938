import { expand } from '../../../src/detect/examples.ts';
import { isPrefixedToken } from '../../../src/detect/generic/prefixed.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('isPrefixedToken()');

const drawn = expand(['{base62:24}'], 'prefixed-drawn');
const hex = expand(['{hex:40}'], 'prefixed-hex');

test('a token that begins with the name of its issuer, as its own name does, is one', () => {
  for (const [name, value] of [
    ['ACME_TOKEN', `acme_live_${drawn}`],
    ['zendexApiKey', `zendex-${hex}`],
    ['HELIX_PAT', `helix_pat_${drawn}`],
  ] as const)
    assert.ok(isPrefixedToken(name, value), name);
});

test('the name of another, words alone, a number and what names of objects begin with are not', () => {
  for (const [name, value] of [
    ['ACME_TOKEN', `zendex_${drawn}`],
    ['ACME_TOKEN', 'acme_production_credentialstore'],
    ['ACME_TOKEN', 'acme-00000000000000000000001'],
    ['sessionToken', `session-${hex}`],
    ['default_token', `default-token-${drawn}`],
    ['ACME_TOKEN', 'acme_live_a1b2c3'],
  ] as const)
    assert.not.ok(isPrefixedToken(name, value), value);
});

test.run();
