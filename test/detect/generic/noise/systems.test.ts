import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of systems, directories and languages');

const made = expand(['{base62:12}', 'q7'], 'noise-systems');
const uuid = expand(['{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}'], 'noise-systems-id');

const sshKey = ['id', 'ed25519'].join('_');

const PAIRS: readonly NoisePair[] = [
  ['where names are looked up', 'passwd: kanidm compat\ngroup: kanidm compat\n', `passwd: ${made}\nname: x\n`],
  ['how a directory keeps it', `password = "{sha}${made}${made}=";`, `password = "${made}";`],
  ['the hash of another system', 'sambaNTPassword: 8846F7EAEE8FB117AD06BDD830B7586C', `password: ${made}`],
  [
    'the name of a fetched value',
    `- secretKey: ${sshKey}\n  remoteRef:\n    name: x`,
    `- secretKey: ${made}${made}\n  name: x`,
  ],
  [
    'an object as Ruby prints it',
    '=> #<OpenSSL::PKey::DSA:0x000055a8d6025bf0> oid=DSA>',
    `secret_key => '${made}${made}'`,
  ],
  ['a fixture', 'params = Fixtures.pkey("dh2048_ffdhe2048")', `use.secret_key("${made}${made}")`],
  ['what a match gives', 'Role::SelfSetPassword => Transition {\n', `password => '${made}',`],
  ['the name of a lock', `If: (<opaquelocktoken:${uuid}>)`, `lock_secret:${made}${made}`],
  ['a drawing of Figma', `{"fileKey":"${made}${made}","pasteID":1}`, `{"secretKey":"${made}${made}","pasteID":1}`],
  ['a function of the system', '{ NSDB_PASSWD, "getpwnam_r", f, g }', `{ "password", "${made}" }`],
  ['the encoding of a text', '/* convert password to unicode/utf16-be */', `set the password to ${made}`],
  ['a property of a field', "$fields['passwd1']->set('layout', x)", `$fields['passwd1'] = '${made}';`],
  ['a block of Rust', 'let mut passwd = unsafe { mem::zeroed() };', `let mut passwd = "${made}";`],
  ['an expression of Dart', 'var dbPassword = switch (state.x) {\n', `var dbPassword = '${made}';`],
  ['a size', '(Login & Password: 300px, x)', `Password: ${made}`],
  ['a check of a field', "[['password', 'compare'],", `[['password', '${made}'],`],
  ['what is looked up', "pod.getPassword('jwtHmacSha512PrivateKey')!", `pod.setPassword('${made}')`],
  ['a version', "('serverpod_auth', '20250825102351908-v3-0-0', now())", `('password', '${made}')`],
  ['a call in the style of GNU', '*out_pw = g_strdup (new_pw);', `out_pw = "${made}";`],
  ['an expected hash', 'that(hashSecret(secret), is("756937ae12"))', `that(secret, is("${made}${made}"))`],
  ['nothing', 'log.debug("updatePassword: void");', `log.debug("password: ${made}");`],
  ['a standard', 'key password: PKCS#12-Container', `key password: ${made}`],
  ['a value with two dots', 'x?oauth_verifier=fcg..1Dq', `x?oauth_secret=${made}`],
];

holdPairs(test, PAIRS, made);

test.run();
