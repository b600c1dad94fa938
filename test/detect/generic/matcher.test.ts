import * as fc from 'fast-check';
import { expand } from '../../../scripts/lib/values.ts';
import { ASSIGNMENT_FACTS, assignmentMatcher, explainAssignment } from '../../../src/detect/generic/matcher.ts';
import { assert, suite } from '../../helpers/suite.ts';

const matchAssignment = assignmentMatcher();
const test = suite('matchAssignment()');

const KEYWORD = /pass|pwd|secret|token|key|auth|cred/i;
const token = expand(['{base62:32}'], 'assignment-token');
const hex = expand(['{hex:40}'], 'assignment-hex');
const slashed = expand(['{base64:47}'], 'assignment-slash');
const password = expand(['{lower:5}', 'T9', '{lower:4}', '!'], 'assignment-password');

function secretIn(text: string): string | undefined {
  const at = text.search(KEYWORD);
  const match = at < 0 ? undefined : matchAssignment(text, at);
  return match && text.slice(match.secretStart, match.secretEnd);
}

const FOUND: readonly (readonly [string, string])[] = [
  [`API_KEY=${token}`, token],
  [`export SERVICE_TOKEN="${token}"`, token],
  [`"client_secret": "${token}",`, token],
  [`const authToken = '${hex}';`, hex],
  [`var serviceToken string = "${token}"`, token],
  [`token :::= "${token}"`, token],
  [`apiKey: str = '${token}'`, token],
  [`<serviceToken>\n    ${token}\n</serviceToken>`, token],
  [`&access_token=${token}&page=2`, token],
  [`--api-token ${token} --verbose`, token],
  [`-H "X-Api-Key: ${hex}"`, hex],
  [`\\"secret\\": \\"${token}\\"`, token],
  [`System.setProperty("SERVICE_TOKEN", "${token}")`, token],
  [`data["password"] = "${password}"`, password],
  [`DB_PASSWORD=${password}`, password],
  [`the password is ${password}`, password],
  [`if (password == "${password}")`, password],
  [`service SECRET ${hex}`, hex],
  [`The old value ${token} was the api key of partner A`, token],
  ['web1 ansible_host=10.0.0.1 ansible_become_pass=pillow.helmet', 'pillow.helmet'],
  [`REDIS_TOKEN=/${slashed}`, `/${slashed}`],
];

for (const [text, secret] of FOUND) {
  test(`finds the value in ${text.replaceAll(secret, '…').replaceAll('\n', '⏎')}`, () =>
    assert.is(secretIn(text), secret));
}

const CLEAN: readonly string[] = [
  'password = getPassword(user)',
  'token: ${SERVICE_TOKEN}',
  'token = process.env.SERVICE_TOKEN',
  'api_key = "<your key>"',
  'api_key: your-api-key-here',
  'secret: changeme',
  `public_key = ${token}`,
  `commitKeyHash = ${hex}`,
  'tokenPath: /var/run/secrets/token',
  'password: {{ .Values.db.password | quote }}',
  'password required',
  'max_tokens: 4096',
  'token_type = bearer',
  'password="************"',
  'secretKeyRef:\n  name: db',
  'key: "some-long-translation-key-name"',
  'keyboard: us-international',
  'token = tokens[index]',
  `password = "aaaaaaaaaaaa"`,
  'token: op://vault/item/field',
  `version_key = "2024-01-02T03:04:05Z"`,
];

for (const text of CLEAN) {
  test(`lets ${text.slice(0, 40).replaceAll('\n', '⏎')} pass`, () => assert.is(secretIn(text), undefined));
}

const PIECES = [
  'password',
  'token',
  'secret_key',
  '=',
  ': ',
  '"',
  "'",
  '\\"',
  '\n',
  '  - ',
  value62(),
  hex,
  'x'.repeat(90),
  '(',
  '[',
  'String(',
  ' || ',
  'process.env.X',
  'value: ',
  '{',
  '}',
  ',',
  ' is ',
  '://',
  ':pw@h',
  'Basic ',
  '\u00e2\u0080\u009c',
  '\r\n',
  'é',
  '\t',
  '>',
  '</',
  '-',
  '--',
];

function value62(): string {
  return expand(['{base62:200}'], 'assignment-long');
}

test('decides by the text in its reach alone', () => {
  const texts = fc.array(fc.constantFrom(...PIECES), { minLength: 3, maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, texts, texts, (before, middle, after) => {
      const text = `${before}password${middle}${after}`;
      const at = before.length;
      const from = Math.max(0, at - ASSIGNMENT_FACTS.lookBehind);
      const inReach = text.slice(from, at + ASSIGNMENT_FACTS.maxLength);
      const whole = matchAssignment(text, at);
      const cut = matchAssignment(inReach, at - from);
      assert.equal(
        cut && [cut.secretStart + from, cut.secretEnd + from, cut.confidence],
        whole && [whole.secretStart, whole.secretEnd, whole.confidence],
      );
    }),
  );
});

test('says why in words of features, without the value', () => {
  const why = explainAssignment(`API_TOKEN=${token}`, 4);
  assert.ok(why !== undefined && why.says === undefined && why.score > 0.5 && why.reasons.length > 3);
  assert.not.match(JSON.stringify(why), token);
});

test('has nothing to say where no value stands', () => {
  assert.is(explainAssignment('password = getPassword(user)', 0), undefined);
});

const address = (value: string): string => ['url = ldap://bind:', value, '@directory.corp/'].join('');

function leastOf(text: string, word: string): number | undefined {
  const why = explainAssignment(text, text.indexOf(word));
  assert.ok(why !== undefined && 'least' in why, text);
  return why.least;
}

test('a word in an address must be surer than one that is assigned, a random password need not', () => {
  const word = ['blue', 'berry'].join('');
  assert.is(leastOf(`password: "${word}"`, 'password'), 0.3);
  assert.is(leastOf(address(word), '://'), 0.45);
  assert.is(leastOf(address(token), '://'), leastOf(`API_TOKEN=${token}`, 'TOKEN'));
});

const said = (text: string, word: string): string => explainAssignment(text, text.indexOf(word))?.says ?? '';

test('says of a value that is passed over what it is', () => {
  assert.match(said('DB_PASS=' + ['hun', 'ter2'].join(''), 'PASS'), /sample or a placeholder/);
  assert.match(said('API_KEY=${API_KEY}', 'KEY'), /reference/);
  assert.match(said('password = config.password', 'password'), /reference/);
  assert.match(said('cache restored from key: Linux-turbo-' + 'ab12'.repeat(10), 'key'), /a cache key/);
  assert.is(said(`API_TOKEN=${token}`, 'TOKEN'), '');
});

test('what a sentence states to be the password is one, though it is a word', () => {
  const text = `The default password is '${['blue', 'berry'].join('')}'.`;
  const found = matchAssignment(text, text.indexOf('password'));
  assert.ok(found !== undefined && text.slice(found.secretStart, found.secretEnd).endsWith('berry'));
  assert.is(matchAssignment("the password is 'required'", 4), undefined);
});

function isDoubted(value: string): boolean {
  const match = matchAssignment(`Password = "${value}",\n`, 0);
  assert.ok(match, value);
  return match.groups['doubted'] !== undefined;
}

test('a password is doubted only where nothing but its composition speaks for it', () => {
  assert.ok(isDoubted(['Pass', 'word', '123!'].join('')));
  assert.not.ok(isDoubted(['Previous', 'P@ss', '1!'].join('')));
  assert.not.ok(isDoubted(['kV4', expand(['{base62:12}'], 'doubted'), '!a7Q'].join('')));
});

test.run();
