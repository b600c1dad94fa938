import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of what data and translations tell');

const made = expand(['{base62:12}', 'q7'], 'noise-told');
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const hex = expand(['{hex:64}'], 'noise-told-hex');
const uuid = expand(['{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}'], 'noise-told-id');
const [digest, salt] = [hex.slice(0, 39), hex.slice(20, 60)];

const PAIRS: readonly NoisePair[] = [
  [
    'the id of a row behind a sentence',
    `('a','8','The length that is required of all passwords','${uuid}',NULL)`,
    `('password','${made}',NULL)`,
  ],
  [
    'a digest beside its salt',
    `<users name="x" password="${digest}" salt="${salt}" a=""/>`,
    `<users password="${made}"/>`,
  ],
  [
    'a digest and its salt in columns',
    `<column name="password" value="${digest}"/>\n  <column name="salt" value="${salt}"/>`,
    `<column name="password" value="${made}"/>`,
  ],
  ['a public key of RSA', `persistent_key:"30818902818100${hex}${hex}0203010001":X:1`, `secret_key:"${made}${made}"`],
  [
    'what an open address has',
    `https://img.shields.io/codecov/c/gh/a/b?token=${made}`,
    `https://api.corp.test/v1/me?token=${made}${made}`,
  ],
  ['the id of a coin', `burn-native-token 0x${hex} 100`, `secret-token ${made}${made}`],
  ['a country', "'PW': 'Palau',\n  'PY': 'Paraguay',", `'PW': '${made}',\n  'PY': 'Paraguay',`],
  [
    'a word in a translation',
    '<translation>Importieren: KeePass 2-Datenbank</translation>',
    `<translation>Le password is ${made}.</translation>`,
  ],
  ['a number in a sentence', utf8('the password is 1000\u6587\u5b57'), `the password is ${made}`],
  ['the content of a file', "'dir/../etc/passwd': 'malicious payload',", `'passwd': '${made}',`],
  ['encrypted by a vault', `"masterSecret": "b3BkYXRhMD${made}${made}"`, `"masterSecret": "${made}${made}"`],
  ['what Foreman encrypted', `password: encrypted-${made}${made}=`, `password: ${made}`],
  ['another login method', '["password", "webauthn"],', `["password", "${made}"],`],
  [
    'the hash of a realm',
    `"credentials" : [ { "type" : "password", "hashedSaltedValue" : "${made}${made}${made}==" } ]`,
    `"credentials" : [ { "secret" : "${made}${made}" } ]`,
  ],
  [
    'a line of a test vector',
    `Secret = ${digest}\nSalt = ${salt}\nOutput = 79\n`,
    `Secret = ${made}${made}\nSalt = ${salt}\nName = x\n`,
  ],
  ['an attribute of an element', '<tb-toggle-password matSuffix></tb-toggle-password>', `toggle-password ${made}`],
];

holdPairs(test, PAIRS, made);

test.run();
