import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of types, commands and sentences');

const made = expand(['{base62:11}', 'q7'], 'noise-types');
const [block, variable, field] = ['assertBackup', 'projectvalue', 'Pubkey'];
const hex = expand(['{hex:64}'], 'noise-types');

const PAIRS: readonly NoisePair[] = [
  ['the type of a field in Rust', `pub vault_pw: ${field},`, `let vault_pw: "${made}",`],
  [
    'an entry of a change log',
    '- cc_set_password: increase random length from 9 to 20 (#189)',
    `- set_password: ${made}`,
  ],
  ['a type that may not be null', '"""New user password."""\n  newPassword: String!\n', `newPassword: ${made}!\n`],
  [
    'types of arguments',
    'mutation Change($oldPassword: String, $newPassword: String!) {',
    `change($oldPassword: "${made}") {`,
  ],
  ['a type that something is made of', '\tJwt: &esv1.ConjurJWT{\n', `\tJwtSecret: "${made}",\n`],
  [
    'a parameter of a type',
    'func check(store v1.Store, secret v1beta2.VaultAuth) error {',
    `secret: "${made}", (v1.Auth)`,
  ],
  ['the type of a column', `'user_password' => array('VCHAR_UNI:40', ''),`, `'user_password' => array('${made}', ''),`],
  ['a constant of a library', `'passphrase' => CURLOPT_SSLKEYPASSWD,`, `'passphrase' => '${made}',`],
  ['the target of a block', `  mustSetPassword = ${block} {\n`, `  setPassword = ${made}\n`],
  ['a started program', 'APP_DB_PASSWORD= bash run.sh', `APP_DB_PASSWORD= ${made} run.sh`],
  [
    'a folder that is compared',
    'if [[ $(basename "$PWD") == "post-operator" ]]; then',
    `PWD == "${made}"; pwd="${made}"`,
  ],
  ['variables one behind the other', 'accept_env_vars: PWD HTTP_PROXY', `password: ${made} HTTP_PROXY`],
  ['a word with an apostrophe', `"Invalid password -> shouldn't return an error"`, `password -> ${made}'t`],
  ['a question in another language', '"message": "password gewijzigd! Opslaan?"', `"message": "password: ${made}"`],
  ['the encoding of a text', 'password=state.decode("unicode-escape")', `password=state.join("${made}")`],
  ['an encoding and what is decoded', 'key = Base64.decode("utf-8")', `cipherKey = Base64.decode("${made}==")`],
  ['how an argument is encoded', `$p = $e->Encode($password, 'PDFDoc');`, `$p = $e->Bind($password = '${made}');`],
  [
    'the address of an anonymous user',
    `c.Username:='anonymous';\n    c.Password:='a@b.com';`,
    `c.Username:='ann';\n    c.Password:='${made}@b';`,
  ],
  [
    'the hash that is asked for',
    `if (md5($password) === '${hex.slice(0, 32)}') {`,
    `if (trim($password) === '${made}') {`,
  ],
  ['a digest with its salt', `admin_pass = '${hex.slice(0, 32)}:9b'`, `admin_pass = '${made}:9b'`],
  [
    'how Keycloak keeps a password',
    `"secretData" : "{\\"value\\":\\"${made}${made}==\\",\\"salt\\":\\"${made}\\"}"`,
    `"secretData" : "{\\"password\\":\\"${made}\\"}"`,
  ],
  ['a run of a renderer', `gpu_pass = "r9layerq"`, `db_pass = "${made}"`],
  [
    'the place of an argument',
    'openssl pkcs12 -export -password pass:$2',
    `openssl pkcs12 -export -password pass:${made}`,
  ],
  ['a number of passed tests', 'Pass = 4363\n\nFail = 0\n', `Pass = ${made}\n\nFail = 0\n`],
  ['a variable assigned to a member', `\n\t\tcase.expectedSecret = ${variable}\n`, `\n\t\tcase.secret = "${made}"\n`],
  [
    'names of both in an address',
    'sms://LOGIN:APIKEY@default?from=FROM&secret=x',
    `sms://LOGIN:${made}@sms.corp.io?from=FROM`,
  ],
  [
    "one's own machine",
    "description: The host which changes the password\n  value: 'localhost'",
    `password: '${made}'`,
  ],
];
holdPairs(test, PAIRS, made);

test.run();
