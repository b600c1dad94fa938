import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of what is written where a value would be');

const made = expand(['{base62:12}', 'q7'], 'noise-written');
const id = expand(['{base62:10}', '7'], 'noise-written-id');
const hex = expand(['{hex:64}'], 'noise-written-hex');
/** An id with the letters of a word by chance. */
const spelled = ['RXL3', 'l', 'PSK8oG'].join('');
const [split, stream] = ['split', 'compositeqx1_1'];

const PAIRS: readonly NoisePair[] = [
  ['a map key', `map.containsKey("${made}.${id}")`, `setApiKey("${made}")`],
  ['an id after an id', `List.of("${spelled}", "${id}", "3156")`, `List.of("api_key", "${made}${made}")`],
  ['a method reference', 'all.forEach(pw::println);', `pw: ${made}`],
  ['an assignment to several variables', ['user, password', `${split}\n`].join(' = '), `user, password = "${made}"\n`],
  ['the state of a class', '& .ant-input-password:focus,\n', `.password:${made},\n`],
  ['the rest of a sentence', '/* null = none. Pass to TimelineV3. */', `the wifi pass is ${made}`],
  ['a constant of a case', `calc_secret:MBEDTLS_ECP_DP_SECP256R1:"${hex}":"${hex}"`, `calc_secret:"${made}"`],
  [
    'names in a list of lists',
    'x = [\n  ["user", "password"],\n  ["proxy_host", "proxy_port"],\n]',
    `[["user", "ann"], ["password", "${made}"]]`,
  ],
  ['the name of the next member', '"methods": "[PASSWORD]",\n "mfa_enrollment": "REQUIRED",', `"password": "${made}",`],
  [
    'a name in a dump',
    '-- Name: previouspasswords fkg6n5kwuhypwdvkn15ke824kpb; Type: FK CONSTRAINT;',
    `passwords: ${made}; type: x`,
  ],
  [
    'the text of a constant',
    'AuthTokenLevel_LmNtlmV2AndNotLm AuthTokenLevel = "lmNtlmV2AndNotLm"',
    `CREATE USER ${made} WITH PASSWORD '${made}'`,
  ],
  ['stream output', `newRow("No Password") << ${stream} << x;`, `password << "${made}";`],
  ['the curve of a key', `'password' => EC::createKey('Ed25519')->x(),`, `'password' => Key::create('${made}'),`],
  ['a call with a text', 'args.password = arg_str0("P", "password", "<p>");', `args.password = "${made}";`],
  [
    "a member of a call's argument",
    `'password' => Field::password([\n  'autocomplete' => 'off'\n]),`,
    `'password' => env('X', '${made}'),`,
  ],
  [
    'a variable as an argument',
    'load(\n    data,\n    password=vault_passphrase,\n)',
    `load(\n    password="${made}",\n)`,
  ],
];

holdPairs(test, PAIRS, made);

test.run();
