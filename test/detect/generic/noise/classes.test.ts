import { expand } from '../../../../scripts/lib/values.ts';
import { assert, suite } from '../../../helpers/suite.ts';
import { findings, holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of classes, loops and statements');

const made = expand(['{base62:11}', 'q7'], 'noise-classes');

const PAIRS: readonly NoisePair[] = [
  ['a member of a scope', 'p.insert(Sealed2Pass::KDF_PARAM, id);', `Password::${made}\n`],
  ['one of two members', 'old ? Sealed2Pass::KDBX3 : Sealed2Pass::KDBX4;', `AppPassword::${made} was set`],
  ['a method of a class', 'Secret Dh1024Sha256Aes128Pkcs7::encrypt(const Secret& in)', `secret: "${made}"`],
  [
    'a design by its name and digest',
    '** Mixlib::AppPassword::Models::Client-8554f173ac3e9bfa55a0836e19b0f232\n',
    `** AppPassword: ${made}\n`,
  ],
  ['the base of a class', 'public partial class RemoveEasyPassword : Migration\n{', `RemoveEasyPassword: ${made}`],
  ["a loop's collection", 'for (auto password : m_pwdsToTry) {', `for (env) { password : ${made} }`],
  ['a remainder', ['quint64 password', 'binary % digits;\n'].join(' = '), `password = "${made}" % x;`],
  [
    'the beginning of a made one',
    "$x->post_password = 'webhook_' . make();",
    `$x->post_password = '${made}' . make();`,
  ],
  ['the output of a command', 'PWD=`dirname "$0"`\n', `PWD='${made}'\n`],
  ['a broker of Laravel', "return Password::broker('customersqx');", `return Password::of('${made}');`],
  ['a cast', 'HMAC(the_last, pw::bytea, algorithm);', `HMAC(the_last, password => '${made}');`],
  ['another name', ['// clientSecret', 'apiV3Key\n'].join(' => '), `// clientSecret => ${made}4n423\n`],
  [
    'a value set under a constant',
    'command.set(Command.KEY_DATA, "03030000000185E8");',
    `command.set(Command.KEY_PASSWORD, "${made}");`,
  ],
  ['the type of a field', 'gen users password:string:redact\n', `users password:${made}\n`],
];

holdPairs(test, PAIRS, made);

test('a password written as a type is one below the mailbox that it belongs to', () => {
  const value = ['Tram', 'Is', 'Warm'].join('');
  assert.equal(findings(`Email: ann@corp.test\nPassword: ${value}\n`), [value]);
  assert.equal(findings(`Email: Address\nPassword: ${value}\n`), []);
});

test.run();
