import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of statements and usages');

const made = expand(['{base62:11}', 'q7'], 'noise-statements');
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const lookup = 'getpwuid';
/** In front of a quotation mark in a text. */
const MARK = String.fromCharCode(0x5c);
const [next, other] = ['look', 'Pronounceable'];

/** Signs and letters as base85 has them, with no blank. */
const BASE85 = '%l.4Yl!/Lbr4O3R#`RoFs.j"$9TYo8`=M&i>V^66:\\^Bp-U(uE*E,P_K)-Oa3NAkfI!&4D=[(BL4`1T.e(V=\\l_#:C1Z:BB0gM';

const PAIRS: readonly NoisePair[] = [
  ['a module within others', `requires 'Text::Password::${other}';`, `requires 'Text::Password' => '${made}';`],
  ['a class of C++ behind the verb', 'module: pass v8::Object to linked functions (#4771)', `wifi pass ${made}`],
  ['a function argument', `let pw = ${lookup} (getuid ()) in\n`, `let pw = "${made}" in\n`],
  ["an option's description", `"  --encrypt <password> Encrypt assets (needs X)"`, `<password>${made}</password>`],
  ['a comment', `/* to allow '/' in password => ${next} ahead! */`, `{ password => '${made}' }`],
  [
    'what a sentence of Japanese says',
    utf8('* `mysql::server::root_password`：MySQLのパスワードを設定します。'),
    `root_password: ${made}`,
  ],
  ['words of Chinese', utf8('"password": "请输入密码"'), utf8(`"password": "${made}"`)],
  ['what is told to do', `root_password => 'PutYourOwnPwdHere',`, `root_password => '${made}',`],
  ['nothing, as Perl has it', 'passwd => undef,\n', `passwd => '${made}',\n`],
  ['a text that says it is random', 'cookie-secret=somerandomstring12341234567890AB', `cookie-secret=${made}${made}`],
  ['words of hexadecimal digits', '"token":"CAFEDEADBEEFCAFEDEADBEEFCAFEDEADBEEFCAFE"', `"token":"${made}${made}"`],
  [
    'a part of an address that may be left out',
    'http://usuario[:contra]@host[:puerto]/',
    `http://usuario:${made}@host/`,
  ],
  [
    'who a connection is known by',
    "set the flag of the connection identified by 'jkey'",
    `CREATE USER a WITH PASSWORD '${made}'`,
  ],
  [
    'a statement in a comment',
    ['// Try to set a different password', 'succeeds.\n'].join(': '),
    `// password: ${made}.\n`,
  ],
  ['what is cast', '*ptr = (asPWORD)objIDqz9;', `(PWORD) pw = "${made}";`],
  ["a program's output about it", '"enc_sigpass: bpnoqz=%d\\n"', `"enc_pass: ${made}"`],
  ['a requested property', '?include_credential=webauthn&x=1', `?secret=${made}&x=1`],
  ['a file of several parts', "--ca-private-key='ca.ed25519.pem'", `--ca-private-key='${made}${made}'`],
  ['the next field of FIX', '|553=Username|554=Password|10=252|', `password=${made}|10=252|`],
  ['one of the texts of a type', 'kind: "password" | "webauthnqx" | "oidcqx",', `kind: "password": "${made}",`],
  ['variables of C that are set at once', 'dsn = username = password = sanitysql = NULL;', `password = "${made}";`],
  [
    'what PHP puts into a text',
    ['$password = ', `"psk=${MARK}"{$wl['wpa']['phrase']}${MARK}"";`].join(''),
    `$password = "psk=${made}";`,
  ],
  ['the digest of a key of SSH', `checkToken(t, key, "SHA256:${made}${made}${made}q7q7")`, `token = "${made}${made}"`],
  [
    'the public key of a user',
    `"ssh-keys" = "ubuntu: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ${made}"`,
    `"ssh-key" = "${made}${made}"`,
  ],
  ['how one proves who he is', "$connection['password'] = 'eap-mschapv2';", `$connection['password'] = '${made}';`],
  [
    'a call with a text',
    ['setSecretShort = i18n.T(`Set one or', 'many secrets.`)'].join(' '),
    `shared_secret = "${made}"`,
  ],
  [
    'two algorithms in brackets',
    'Content Encryption Key ("ECDH-ES+A128KW" and "ECDH-ES+A256KW") and',
    `token=("${made}${made}" and x)`,
  ],
  ['rows of base85', `${BASE85}\n${BASE85.slice(0, 40)}pw:${BASE85.slice(43)}\n${BASE85}`, `pw: "${made}"`],
  [
    'a word of a list with a line for each',
    'kitten\nlauren1\ntwilight\nflorida\n141414\nqwerty12\nhiphop\npassword\nYAgjecc826\njason1\n54321\nnathan1\nsydney\npumpkin\nmolly1\n',
    `password\n${made}\n`,
  ],
  [
    'the code of a language',
    `'en_PR' => 'IsiNgesi (EPuerto Rico)', 'en_PW' => 'IsiNgesi (EPalau)', 'pw' => 'x'`,
    `'db_PW' => '${made}'`,
  ],
  [
    'what an example of a manual has for an id',
    'encryptionKey: 1234abcd-12ab-34cd-56ef-1234567890ab',
    `encryption_secret: ${made}`,
  ],
];
holdPairs(test, PAIRS, made);

test.run();
