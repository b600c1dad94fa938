import { matchAccounts, matchPppSecrets, matchRecoveryCodes, matchUserList } from '../../src/detect/listed.ts';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('lists below a heading');
const codes = [0, 1, 2, 3].map((number) => expand(['{hex:5}-{hex:5}'], `listed-${number}`));
const passwords = [0, 1].map((number) => expand(['{base62:14}'], `listed-password-${number}`));

type Matcher = typeof matchAccounts;

function values(matcher: Matcher, text: string): string[] {
  const match = matcher(text, 0);
  return match === undefined
    ? []
    : [match, ...(match.also ?? [])].map(({ secretStart, secretEnd }) => text.slice(secretStart, secretEnd));
}

test('recovery codes below the words for them are found, each of them', () => {
  for (const text of [
    `recovery codes\n\n${codes.join('\n')}\n`,
    `recovery codes\r\n${codes.map((code) => `  * ${code}`).join('\r\n')}`,
    `backup codes\nKeep them safe.\nThere are four.\n\n${codes.map((code, index) => `${index + 1}. ${code}`).join('\n')}\nBye`,
    `backup codes:\n${codes.slice(0, 2).join('    ')}\n${codes.slice(2).join('    ')}\n`,
    `recovery_codes": ["${codes.join('", "')}"], "next": ["abcd-1234"]`,
  ])
    assert.equal(values(matchRecoveryCodes, text), codes, text);
});

test('fewer than three codes, the same ones, words, dates and prose are none', () => {
  for (const text of [
    `recovery codes\n${codes.slice(0, 2).join('\n')}\n`,
    `recovery codes\n${codes[0]}\n${codes[0]}\n${codes[0]}\n`,
    'recovery codes\nonce-only\nonly-once\nfall-back\nlast-word\n',
    'recovery codes\n20260101\n20260102\n20260103\n',
    'recovery codes\nEXAMPLE-CODE-0001\nEXAMPLE-CODE-0002\nEXAMPLE-CODE-0003\n',
    `recovery codes\n${'A line of prose.\n'.repeat(8)}${codes.join('\n')}\n`,
    'recovery codes',
  ])
    assert.equal(values(matchRecoveryCodes, text), [], text);
});

test('passwords of accounts in the list of chpasswd are found, hashes and random ones are not', () => {
  const text = `chpasswd:\n  expire: false\n  list: |\n    root:${passwords[0]}\n    ann:RANDOM\n    bob:${passwords[1]}\nssh_pwauth: true\n`;
  assert.equal(values(matchAccounts, text), passwords);
  const items = `chpasswd:\n  list:\n    - "root:${passwords[0]}"\n    - ann:$6$salt\n    - bob:${passwords[1]}\n`;
  assert.equal(values(matchAccounts, items), passwords.slice(0, 1));
  assert.equal(values(matchAccounts, `chpasswd: { expire: false }\nroot:${passwords[0]}\n`), []);
});

test('secrets of PPP below the heading of their file are found, with and without quotation marks', () => {
  const text = `client\tserver\tsecret\t\t\tIP addresses\n# ann * old *\nann\t*\t${passwords[0]}\t*\n"bob" vpn "${passwords[1]}" 10.0.0.5\n`;
  assert.equal(values(matchPppSecrets, text), passwords);
  assert.equal(values(matchPppSecrets, `client server\nann * ${passwords[0]} *\n`), []);
  assert.equal(values(matchPppSecrets, `client and its server share a secret\nann * ${passwords[0]} *\n`), []);
});

test('passwords of users in a setting are found behind each of them', () => {
  for (const text of [
    `users = "ann:${passwords[0]}, bob:${passwords[1]}"\n`,
    `users: ["ann:${passwords[0]}", "bob:${passwords[1]}"]\n`,
    `users=ann:${passwords[0]},bob:${passwords[1]}`,
  ])
    assert.equal(values(matchUserList, text), passwords, text);
  assert.equal(values(matchUserList, `users are ann:${passwords[0]}\n`), []);
  assert.is(matchUserList(`the many users: ann:${passwords[0]}\n`, 9), undefined);
});

test.run();
