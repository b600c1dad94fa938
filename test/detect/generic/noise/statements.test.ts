import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of statements and usages');

const made = expand(['{base62:11}', 'q7'], 'noise-statements');
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const lookup = 'getpwuid';
const [next, other] = ['look', 'Pronounceable'];

const PAIRS: readonly NoisePair[] = [
  ['a module within others', `requires 'Text::Password::${other}';`, `requires 'Text::Password' => '${made}';`],
  ['a class of C++ behind the verb', 'module: pass v8::Object to linked functions (#4771)', `wifi pass ${made}`],
  ['what a function is given', `let pw = ${lookup} (getuid ()) in\n`, `let pw = "${made}" in\n`],
  ['what an option does', `"  --encrypt <password> Encrypt assets (needs X)"`, `<password>${made}</password>`],
  ['what a remark says', `/* to allow '/' in password => ${next} ahead! */`, `{ password => '${made}' }`],
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
  ['what a remark tells', ['// Try to set a different password', 'succeeds.\n'].join(': '), `// password: ${made}.\n`],
  ['what is cast', '*ptr = (asPWORD)objIDqz9;', `(PWORD) pw = "${made}";`],
  ['what a program prints of it', '"enc_sigpass: bpnoqz=%d\\n"', `"enc_pass: ${made}"`],
  ['what of it is asked for', '?include_credential=webauthn&x=1', `?secret=${made}&x=1`],
  ['a file of several parts', "--ca-private-key='ca.ed25519.pem'", `--ca-private-key='${made}${made}'`],
];
holdPairs(test, PAIRS, made);

test.run();
