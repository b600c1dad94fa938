import { expand } from '../../../../scripts/lib/values.ts';
import { encodeBase58 } from '../../../../src/detect/validators/encoding.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of identifiers');

const made = expand(['{base62:18}', 'q7'], 'noise-identifiers');
const hex = expand(['{hex:64}'], 'noise-identifiers');
const uuid = expand(['{uuid}'], 'noise-identifiers');
const address = encodeBase58(Buffer.from(hex, 'hex'));

const base32 = expand(['{base32:55}'], 'noise-identifiers');

const PAIRS: readonly NoisePair[] = [
  ['a word of a grammar', `createToken('PRERELEASEIDENTIFIERLOOSE', 'x')`, `createToken('${made}', 'x')`],
  ['a user of NATS by his public key', `nkey: U${base32}`, `api_key: ${made}`],
  [
    'makes of authenticators by their ids',
    `NordPass = "${uuid}",\n  Keeper = "${uuid}",\n`,
    `nordpass_password = "${made}",\n`,
  ],
  ["a person's public key", `"did:key:z6Mk${made}${made}"`, `"api:key:z6Mk${made}"`],
  ['a page counter', `data-cf-beacon='{"token": "${hex.slice(0, 32)}"}'`, `data-cf='{"token": "${made}"}'`],
  [
    'an entry of a Secret',
    'AuthSecretName: "x", AuthSecretKey: "elastic"',
    `AuthSecretName: "x", AuthSecretKey: "${made}"`,
  ],
  ['a key that may search alone', `ALGOLIA_SEARCH_KEY=${hex.slice(0, 32)}`, `ALGOLIA_SECRET_KEY=${made}`],
  ['the lock of a document', `Lock-Token: <urn:uuid:${uuid}>`, `Auth-Token: ${made}`],
  ['a public key in one word', `"publickey": "age1${hex.slice(0, 58)}"`, `"privatekey": "${made}"`],
  [
    'a product in a list of parts',
    '"cpe": "cpe:2.3:a:base-passwd:base-passwd:3.5.47:*:*:*:*:*:*:*"',
    `"dsn": "app:2.3:a:base-passwd:${made}"`,
  ],
  [
    'an object in a bucket',
    `<Bucket>media</Bucket><Key>q52a1${made.toLowerCase()}</Key>`,
    `<Name>media</Name><ApiKey>${made}</ApiKey>`,
  ],
  [
    'the condition of an upload',
    `[{\\"bucket\\": \\"uploads\\"}, {\\"key\\": \\"img/${made}\\"}]`,
    `[{\\"bucket\\": \\"uploads\\"}, {\\"api_key\\": \\"${made}\\"}]`,
  ],
  [
    'the key to fetch a secret',
    `- secretKey: username\n  remoteRef:\n    key: ${made}\n`,
    `- name: username\n  remote:\n    api_key: ${made}\n`,
  ],
  ['a coin by its address', `Creating token ${address} under program x`, `the api token ${made} of the program`],
  ['an account of a chain', `Token Mint Address: ${address}`, `Mint Auth Token: ${made}`],
  ['a salt of a transaction', `salt: '0x${hex}'`, `secret: '${made}'`],
  ['keys of what a contract stores', `"storageKeys": ["0x${hex}"]`, `"storageKey": "${made}Zq"`],
  [
    'a page token',
    `{"next_token":"18L${made}","previous_token":"1BL${made}"}`,
    `{"previous_token":"1BL${made}","rotated":true}`,
  ],
  [
    'the key of a page',
    `"recaptchaKey": "6L${made}${hex.slice(0, 18)}"`,
    `"recaptchaSecret": "6L${made}${hex.slice(0, 18)}"`,
  ],
  ['an authorization by its id', `"authorization": "iauth_${made}"`, `"authorizationToken": "${made}_9"`],
  [
    'the UUID of manuals',
    `"token": "${['123E4567-E89B', '12D3-A456', '426614174000'].join('-')}"`,
    `"token": "${made}"`,
  ],
  ['the id of a token', `called with the token identified by ${made}. The token`, `called with the token is ${made}`],
  ['a resource of an identity provider', `orn:acme:pam:00o1:secrets:${uuid}`, `run:acme:pam:00o1:secret:${made}`],
  ['a rule by its key', '/coding_rules#rule_key=csharpsquid:S4426', `/coding_rules#api_key=${made}`],
  ['an advisory', '"key": "SNYK-PYTHON-PILLOW-6219984"', `"api_key": "SNYK${made}"`],
  ['findings by their keys', `"hotspotKeys": [\n    "AY${made.slice(0, 18)}",`, `"apiKeys": [\n    "AY${made}",`],
  [
    'a digest that stands there twice',
    `"sha256": "${hex}"\n },\n "token": "${hex}"`,
    `"sha256": "${hex}"\n },\n "token": "${made}"`,
  ],
  ['the key that Git signs with', `[user]\n\tsigningkey = ${hex.slice(0, 16).toUpperCase()}`, `signingkey = ${made}`],
  ['secrets that a build is given', `secrets:\n  - ${uuid}\nsources:`, `secret: ${made}`],
  ['secrets of a cluster by name', 'pod_environment_secret: "psql-backup-creds"', `pod_secret: "psql-${made}"`],
  ['a public key of OpenPGP', `GPGKey=mQENBF${hex}${made}${hex}`, `GPGKey=lQENBF${hex}${made}${hex}`],
  [
    'a label with a hyphen in another language',
    '"device_password" : "Utilizar palavra-passe"',
    `"device_password" : "palavra-${made}"`,
  ],
];
holdPairs(test, PAIRS, made);

test.run();
