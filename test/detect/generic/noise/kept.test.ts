import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of what is kept beside or in place of a value');

const made = expand(['{base62:24}', 'q7'], 'noise-kept');
const hex = expand(['{hex:64}'], 'noise-kept');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const header = base64('{"alg":"RS256","typ":"JWT"}');
const hash = expand(['{base62:52}'], 'noise-kept');

const PAIRS: readonly NoisePair[] = [
  ['the header of a JSON Web Token', `goodToken := "${header}." +\n  payload`, `goodToken := "${made}." +\n  payload`],
  [
    'a header of several lines',
    `accessTokenHeader = "${base64('{\n  "alg": "RS256",\n  "typ": "JWT"\n}')}"`,
    `token = "${made}"`,
  ],
  [
    'a salt above its hash',
    `  salt: ${hex.slice(0, 32)}\n  hashed_password: ${hex.slice(0, 40)}\n`,
    `  salt: ${hex.slice(0, 32)}\n  password: ${made}\n`,
  ],
  [
    'a salt below its hash',
    `{"password_hash": "${hex}", "salt": "${hex.slice(0, 32)}"}`,
    `{"user_id": "${hex}", "password": "${made}"}`,
  ],
  ['a key of OpenPGP by its fingerprint', `DEV_KEY='${hex.slice(0, 40).toUpperCase()}'`, `DEV_SECRET_KEY='${made}'`],
  ['a hash of Drupal', `'pass' => '$S$E${hash.slice(0, 51)}'`, `'pass' => '${made}'`],
  ['a hash of Drupal over an older one', `$passwordLayered = 'U$S$${hash.slice(0, 52)}'`, `$password = '${made}'`],
  [
    'words in the place of a key of TLS',
    `  tls.key: "${base64('Hello world\n')}"`,
    `  tls.key: "${base64(made)}"\n  password: ${made}`,
  ],
];
holdPairs(test, PAIRS, made);

test.run();
