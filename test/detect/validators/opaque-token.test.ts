import type { Validator } from '../../../src/detect/rule.ts';
import {
  APP_PASSWORD,
  ARGUMENT,
  KEY_ARGUMENT,
  LOGIN_ARGUMENT,
  MIXED_TOKEN,
  OPAQUE_TOKEN,
  PASSWORD,
  PROMPTED,
  SLASH_CHOSEN,
  SLASH_PASSWORD,
  WRITTEN_PASSWORD,
} from '../../../src/detect/validators/opaque-token.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('opaque-token');
const check = (validator: Validator, secret: string): string => validator.check({ secret, groups: {}, text: secret });
const judge = (user: string, secret: string): string =>
  LOGIN_ARGUMENT.check({ secret, groups: { user }, text: secret });
const beside = (user: string, secret: string): string =>
  SLASH_PASSWORD.check({ secret, groups: { user }, text: secret });
const all = (validator: Validator, expected: string, texts: readonly string[]): void => {
  for (const text of texts) assert.is(check(validator, text), expected, text);
};

test('a name for a password is one in a file that a program writes', () => {
  all(WRITTEN_PASSWORD, 'unknown', ['FeedPassword', 'Feed-Password']);
  all(PASSWORD, 'reject', ['FeedPassword', 'Feed-Password']);
  all(WRITTEN_PASSWORD, 'reject', ['password', 'feed_password', 'YourFeedPassword', '%FEED_TOKEN%', '$(FeedToken)']);
});

test('what holds the bytes of a binary is no argument', () => all(ARGUMENT, 'reject', ['st2\x06', 'Walnut58\x01']));

test('a pair of names is no argument', () => {
  all(ARGUMENT, 'reject', ['ACCESS_KEY_ID,SECRET_ACCESS_KEY', 'accessKey,secretKey']);
  all(ARGUMENT, 'unknown', [['Walnut', expand(['{base62:12}7'], 'pair')].join(',')]);
});

test('what one signs in with is no user, and types by their bits are no passwords', () => {
  assert.is(beside('ADFS', 'Office365'), 'reject');
  assert.is(beside('kim', 'Office365'), 'unknown');
  all(SLASH_CHOSEN, 'reject', ['Gauge32', 'Unsigned32']);
});

test('short forms of verbs are no arguments', () => all(ARGUMENT, 'reject', ["isn't.", "it's", "don't"]));

test('the key of a call is random or made up of words and a number, no word and no known answer', () => {
  const random = expand(['{base62:20}'], 'key-argument');
  all(KEY_ARGUMENT, 'unknown', [`${random}7`, ['Walnut', 'harbor', '58!'].join('')]);
  all(KEY_ARGUMENT, 'reject', [
    'shhhhhhh',
    'mysecret2024',
    'test-key-12',
    '000102030405060708090a0b0c0d0e0f',
    'keyboard-cat',
  ]);
});

test('random tokens are kept', () => {
  all(
    OPAQUE_TOKEN,
    'unknown',
    [['{base62:24}1'], ['{hex:32}'], ['{uuid}'], ['s%3A', '{base64url:40}'], ['sk-', '{lower:48}']].map((parts) =>
      expand(parts, 'opaque'),
    ),
  );
});

test('names, paths, templates, placeholders and JSON Web Tokens are no opaque tokens', () => {
  all(OPAQUE_TOKEN, 'reject', [
    'self.access_token_value',
    'process.env.ACCESS_TOKEN',
    '/var/run/secrets/token',
    'https://corp.test/token',
    '${ACCESS_TOKEN_VALUE}',
    'YOUR_ACCESS_TOKEN_HERE',
    'xxxxxxxxxxxxxxxxxxxx',
    'authentication-scheme-name',
    'sk-authenticationschemename',
    `eyJ${'abc1'.repeat(8)}`,
  ]);
});

test('mixed tokens hold letters and a digit', () => {
  all(MIXED_TOKEN, 'unknown', [expand(['{base62:22}7q'], 'mixed'), expand(['s.', '{base62:22}7q'], 'mixed')]);
  all(MIXED_TOKEN, 'reject', ['getIssuesByProjectAndUsr', 's.MaxConnectionBytesPerSec', 'V1DownwardMapProjection']);
});

test('a password in its place may be anything but a placeholder or a reference', () => {
  all(PASSWORD, 'unknown', ['winter2024', 's3cr3t!']);
  all(PASSWORD, 'reject', ['changeme', '${PW}', 'config.database.password', 'vault:secret/db']);
});

test('the value of an option mixes kinds of characters', () => {
  all(ARGUMENT, 'unknown', ['s3cr3t!', expand(['{base62:16}7'], 'argument')]);
  all(ARGUMENT, 'reject', [
    '--force',
    '2>/dev/null',
    '(Leandro',
    'flags.</p>',
    'secret</code></pre>',
    '[password]',
    '<other',
    '{token}',
    '/run/secrets/t',
    '$PASS',
    'required',
    'required=True,',
    'ldap_pass])',
    'access_token',
    'projects/my-project/secrets/my-secret/versions/1',
    'getPassword',
    'TOKEN_VALUE',
    'https://corp.test',
  ]);
});

test('the second argument of a call that logs in is no address, no name and not the user', () => {
  assert.is(judge('deploy', expand(['{base62:12}7'], 'login')), 'unknown');
  for (const [user, secret] of [
    ['deploy', 'on_button_clicked'],
    ['deploy', 'deploy@corp.test'],
    ['deploy', 'https://corp.test/a1'],
    ['10.0.0.1', 'a1b2c3d4'],
    ['deploy1', 'Deploy1'],
    ['deploy', 'password'],
  ] as const) {
    assert.is(judge(user, secret), 'reject', secret);
  }
});

test('a season and a year is what people choose behind an option, a word of manuals with a number is not', () => {
  all(ARGUMENT, 'unknown', ['Sommer2023', 'dragon1987']);
  all(ARGUMENT, 'reject', ['Password123', 'secret2024', 'user1234', 'web7']);
});

test('what a generator of passwords makes is an argument and a key whatever sign it begins with', () => {
  const generated = ['+l1OI', 'a7Xq7F', '*2Ta7'].join('');
  all(ARGUMENT, 'unknown', [generated]);
  all(KEY_ARGUMENT, 'unknown', [generated]);
});

test('words with a number are a password behind a user, and alone the name of a host', () => {
  const name = ['harbor-otter', '694'].join('-');
  assert.is(ARGUMENT.check({ secret: name, groups: { behind: 'user' }, text: name }), 'unknown');
  assert.is(ARGUMENT.check({ secret: name, groups: {}, text: name }), 'reject');
});

test('behind a slash stands a made-up or random word, no version, date or file', () => {
  all(SLASH_PASSWORD, 'unknown', [['Walnut', '58!x'].join(''), expand(['{base62:12}', '7'], 'slash')]);
  all(SLASH_PASSWORD, 'unknown', [['Quartz_', 'VDxA', 'qWi#'].join('')]);
  all(SLASH_PASSWORD, 'reject', ['Moderator!', 'Group&Role', 'R&D-Team', 'FirstName+LastName']);
  all(SLASH_PASSWORD, 'reject', ['v2.3.1-beta', '2024-10-11', 'moderator2', 'example.com', 'settings', '192.168.1.10']);
});

test('a mailbox is no argument', () => {
  all(ARGUMENT, 'reject', [['ann', 'corp.com'].join('@')]);
  all(ARGUMENT, 'unknown', [['P', 'nt3r.x7'].join('@')]);
});

test('the name of a bracket and the id of a key at Apple are no arguments', () => {
  all(ARGUMENT, 'reject', [')-token', '}-token']);
  const id = expand(['7{base32:9}'], 'key-id');
  const behind = (option: string): string => ARGUMENT.check({ secret: id, groups: { option }, text: id });
  assert.is(behind('apiKey'), 'reject');
  assert.is(behind('api-key'), 'unknown');
});

test.run();

test('what a command reads as a password may have the form of a name with a number', () => {
  all(PROMPTED, 'unknown', ['amber-maple-471', 'bluetractor7x', 'correct-velvet-barrel']);
  all(PROMPTED, 'reject', ['$PASS', '${TOKEN}', 'password', 'yes', '/run/secret1', 'changeme1', '<token1>']);
});

test('four groups of letters are an app password where they are no words', () => {
  all(APP_PASSWORD, 'unknown', ['brbv actn fujs mloc', 'efki%20qsjl%20qaxf%20idmp']);
  all(APP_PASSWORD, 'reject', ['this must work then', 'they have been used', 'name user host port']);
});
