import { expand } from '../../../src/detect/examples.ts';
import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import type { NameKind } from '../../../src/detect/generic/name.ts';
import { isDrawn, qualifiedKind } from '../../../src/detect/generic/qualified.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('names with words behind the word for a credential');

const drawn = expand(['{base62:32}'], 'qualified-drawn');
const short = expand(['{base62:12}'], 'qualified-short');
const hex = expand(['{hex:40}'], 'qualified-hex');

/** Names by what they say of a value that a machine drew. */
const NAMES: Readonly<Partial<Record<NameKind, string>>> = {
  password: 'root_pass_replica DB_PASS_EU password_root DB_PASSWORD_STAGING passwordForCi smtp.passwd.current',
  token: 'TOKEN_GITHUB secret_in_use apiKeyPrimary api_key_header access_keys.eu SAML_PRIVATE_KEY_NEXT',
  none: 'first_pass_result render_pass_blur token_count secret_name_id password_hash_root token_uuid key_github 2pass_quantizer htpasswd_d session_next_token Customer-Key-Md5',
};

for (const [kind, names] of Object.entries(NAMES))
  for (const name of names.split(' ')) test(`${name}: ${kind}`, () => assert.is(qualifiedKind(name), kind));

/** Whether the value of such an assignment may be a credential. */
function isTaken(name: string, value: string): boolean {
  const text = `${name} = "${value}"\n`;
  return candidateAt(text, text.search(/pass|token|secret/i)) !== undefined;
}

test('what a machine drew is a value of such a name', () => {
  assert.ok(isTaken('TOKEN_GITHUB', drawn));
  assert.ok(isTaken('password_root', hex));
});

test('words, short values and addresses of a chain are none', () => {
  assert.not(isTaken('TOKEN_GITHUB', 'runner-of-main'));
  assert.not(isTaken('TOKEN_GITHUB', short));
  assert.not(isDrawn(`0x${hex}`));
});

test('what people choose is a value of a password that is somebody’s, and of no token', () => {
  const chosen = ['winter', '7Kite!'].join('');
  assert.ok(isTaken('password_root', chosen));
  assert.not(isTaken('token_github', chosen));
});

test('what stands beside a variable in a list is not its value', () => {
  const text = `[(UPASS_TEMP, '${hex}')]`;
  assert.is(candidateAt(text, text.indexOf('PASS')), undefined);
});

test.run();
