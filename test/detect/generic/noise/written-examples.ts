import { expand } from '../../../../scripts/lib/values.ts';

const hex = expand(['{hex:64}'], 'kinds-written-hex');
const random = expand(['{base62:32}'], 'kinds-written-random');
const uuid = expand(['{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}'], 'kinds-written-uuid');

const [split, source] = ['splitqx9', 'kanidmqx'];
const sshKey = ['id', 'ed25519'].join('_');

/** A text for each kind of what is written, and of what data and translations tell. */
export const WRITTEN_EXAMPLES: Readonly<Record<string, string>> = {
  'a map key': `map.containsKey("${random.slice(0, 20)}")`,
  'an id after an id': `List.of("RXL3lPSK8oG", "${random.slice(0, 10)}7")`,
  'a method reference': 'all.forEach(pw::printlnqx);',
  'an assignment to several variables': `user9, password = ${split}\n`,
  'the state of a class': '& .ant-input-password:focus-within,\n',
  'the rest of a sentence': 'width. null = no cursor. Pass to TimelineV3. */',
  'a constant of a case': `ecdh_exchange_calc_secret:MBEDTLS_ECP_DP_SECP256R1:"${hex}":"${hex}"`,
  'a name in a list of lists': 'x = [\n ["user", "password"],\n ["proxyqx_host", "proxyqx_port"],',
  'the name of the next member': '"methods": "[PASSWORD]",\n  "mfaqx_enrollment": "REQUIRED",',
  'a name in a dump': '-- Name: previouspasswords fkg6n5kwuhypwdvkn15ke824kpb; Type: FK CONSTRAINT;',
  'the text of a constant': 'AuthTokenLevel_LmNtlmV2AndNotLm AuthTokenLevel = "lmNtlmV2AndNotLm"',
  'stream output': 'newRow("No Password") << compositeqx1_1 << compositeqx5_1;',
  'the kind of a generated key': "'password' => EC::createKey('Ed25519')->getPublicKey(),",
  'a call with a text': 'args.password = arg_str0("P", "password", "<qx>");',
  "a member of a call's argument": "'password' => Field::password([\n 'autocompleteqx' => 'x'",
  'a variable as an argument': 'load(\n    data,\n    password=passphrase,\n)',
  'the id of a row behind a sentence': `'8','The length that is required of all passwords','${uuid}',NULL`,
  'a digest and its salt in one element': `<users password="${hex.slice(0, 39)}" salt="${hex.slice(0, 38)}"/>`,
  'a public key of RSA': `import_key:"30818902818100${hex}${hex}0203010001":X`,
  'for a public address': `https://img.shields.io/codecov/c/gh/a/b?token=${random.slice(0, 10)}7`,
  'a coin or a blockchain address': `burn-native-token 0x${hex}${hex.slice(0, 12)} 100`,
  'a country': "'PW': 'Palau',\n  'PY': 'Paraguay',",
  'a word in a translation': '<translation>KeePass 2-Datenbank</translation>',
  'a number in a sentence': 'the password is 1000\xe6\x96\x87\xe5\xad\x97',
  'the content of a file': "'dir/../etc/passwd': 'malicious payload',",
  'encrypted by a vault': `"masterKeySecret": "b3BkYXRhMD${random}"`,
  'another login method': '["password", "webauthn"],',
  'the hash of a realm': `{ "type" : "password", "hashedSaltedValue" : "${random}${random}==" }`,
  'a line of a test vector': `Secret = ${hex.slice(0, 38)}\nSalt = ${hex.slice(0, 20)}\nOutput = 79\n`,
  'an element attribute of that name': '<tb-toggle-password matSuffixqx></tb-toggle-password>',
  'a name lookup source': `passwd: ${source} compat\ngroup: ${source} compat\n`,
  "a directory's stored form": 'let im_pw = "{sha}W6ph5Mm5Pz8GgiULbPgzG37mj9g=";',
  'the name of a fetched value': `- secretKey: ${sshKey}\n  remoteRef:\n    name: x`,
  'a printed object': '=> #<OpenSSL::PKey::DSA:0x000055a8d6025bf0> oid=DSA>',
  'the name of a fixture': 'params = Fixtures.pkey("dh2048_ffdhe2048")',
  'the result of a match case': 'Role::SelfSetPassword => Transitionqx {\n',
  'the name of a lock': `opaquelocktoken:${uuid}`,
  'the address of a drawing': `{"fileKey":"${random.slice(0, 22)}","pasteID":1}`,
  'a function of the system': '{ NSDB_PASSWD, "getpwnam_r", __nss_x, _n',
  'an encoding target': '/* convert password to unicode/utf16-be */',
  'a property of a field': "$fields['passwd1']->set('layoutqx',\n",
  'a block or a conditional expression': 'let mut passwd = unsafe { mem::zeroed() };',
  'a size': '(Login & Password: 300px, x)',
  'a check of a field': "[['password', 'compare'],",
  'a lookup by name': "pod.getPassword('jwtHmacSha512PrivateKey')!",
  'a version timestamp': "VALUES ('serverpod_auth', '20250825102351908-v3-0-0', now())",
  'a call with a space': '*out_pw = g_strdup (new_pwqx);',
  'an expected hash': `assertThat(hashSecretContent(secret), is("${hex.slice(0, 8)}"));`,
};
