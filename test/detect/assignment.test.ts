import { matchAssignment } from '../../src/detect/assignment.ts';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('matchAssignment()');

const KEYWORD = /pass|pwd|secret|token|key|auth|cred/i;
const token = expand(['{base62:32}'], 'assignment-token');
const hex = expand(['{hex:40}'], 'assignment-hex');
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

test.run();
