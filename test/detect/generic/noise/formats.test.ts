import { expand } from '../../../../scripts/lib/values.ts';
import { suite } from '../../../helpers/suite.ts';
import { holdPairs, type NoisePair } from './pairs.ts';

const test = suite('noise of formats');

const made = expand(['{base62:11}', 'q7'], 'noise-formats');
const token = `${made}${expand(['{base62:19}'], 'noise-token')}`;
const hex = expand(['{HEX:24}'], 'noise-formats');
const id = expand(['{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}'], 'noise-formats');
const uu = ['M%N9)]MD+I`P', 'W"0=N8,G$', ...Array.from({ length: 4 }, () => '(0Q(B-N),#')].join('').slice(0, 61);

const PAIRS: readonly NoisePair[] = [
  [
    'the next member of what PHP serializes',
    `s:14:"/user/password";s:8:"numParts";i:2;`,
    `s:8:"password";s:13:"${made}";i:2;`,
  ],
  ['a number as PHP serializes it', `'name' => 'phpass', 'value' => 'i:8000;',`, `'pass' => '${made}',`],
  ['a line of uuencoded data', `${uu}\n${uu}\n`, `M9 password=${made}\n`],
  ['a command of TeX', String.raw`PW \ar@/^1pc/[r]^{Pg} & x`, `PW = "${made}"`],
  ['an index of a table', "['users', 'name__key', 'app_WWq8TlbZ3UQi20UTt_key']", `['name_key' => '${token}']`],
  [
    'the path of a file in folders',
    `"assetToken": "Purple62/v4/08/0a/04/080a0430-c2cc-4577-b491-9e0a09c58ffe/mzl.pbcpzqyg.png"`,
    `"assetToken": "${token}"`,
  ],
  [
    'ids of objects that end alike',
    `"DisclosedKey2.0",\n"${hex}",\n"E${hex.slice(1)}"`,
    `"apiKey": "${token}",\n"${hex}"`,
  ],
  [
    'the code of a sign in a font',
    ['$icons: (\n  "panorama": f03d,\n  "password"', 'f042,\n  "pause": f034,\n'].join(': '),
    `(\n  "password": "${made}",\n  "pause": f034,\n`,
  ],
  [
    'a name among names',
    ['\naccount-box\n\n\nform-textbox-password', '"thought-bubble"\n\n\nkey-change\n\n\nkey-plus\n'].join(' = '),
    `\naccount-box\n\n\nform-textbox-password = "${made}"\n\n\nkey-change\n\n\nkey-plus\n`,
  ],
  ['a line end in a value', `Pw = "${made.slice(0, 3)}\r${made.slice(3, 7)}"`, `Pw = "${made}"`],
  [
    'the next field of a row',
    ['\n2:ann:corp.test:password', `1202336326:${hex}:`].join('::'),
    `\nann:corp.test:password: ${made}\n`,
  ],
  [
    'a word count',
    ['{"paper" :180232, "pass"', '145440, "past" :112233}'].join(' :'),
    `{"paper" :180232, "pass" :"${made}", "past" :112233}`,
  ],
  [
    'a constant of an enumeration',
    ['SOUTH', 'NORTH']
      .map((side, index) => ['  BANNER', `${side}PASS ${['=', index + 18_189].join(' ')},\n`].join('_'))
      .join(''),
    `BANNER_PASS = "${made}",\n`,
  ],
  ['the kind of a row', `('${id}', 'password', '${id}', true)`, `('${id}', password: '${made}', true)`],
  ['a counter of pages', `NREUM.info={"licenseKey":"${hex.slice(0, 10)}"}`, `{"licenseKey":"${token}"}`],
  ['an id of counters', 'session_terminate key=B2B.436.1925389.1649338095', `session_key=${token}`],
  [
    'the number of a standard',
    'throw "File is password-protected: ECMA-376 Extensible"',
    `password: ${made} Extensible`,
  ],
];
holdPairs(test, PAIRS, made);

test.run();
