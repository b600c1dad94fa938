import { expand } from '../../src/detect/examples.ts';
import { isEncodedKey, isGenerated, isScattered, isWholeKey } from '../../src/detect/generated.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('isGenerated(), isScattered()');

/** How many of random printable texts of a length are scattered, from 0 to 1. */
function share(length: number): number {
  let found = 0;
  for (let seed = 0; seed < 200; seed++) found += Number(isScattered(expand([`{printable:${length}}`], `${seed}`)));
  return found / 200;
}

test('letters of both cases, digits and signs that change all the time are generated', () => {
  for (const parts of [
    ['+l1OI', 'a7Xq7F', '*2Ta7'],
    ['~NK?qV', 'XDetV', 'i3.a7'],
    ['%p2OL', 'h!3WT', 'd88!a7'],
  ])
    assert.ok(isGenerated(parts.join('')), parts.join(''));
});

test('words, however written, and texts of code, paths and patterns are not', () => {
  for (const text of [
    'P@ssw0rd!23x',
    'Change_Me!2',
    'Summ3r_Rain1',
    'aB1!aB1!',
    'src/A1b-C2d/E3f',
    '[A-Z0-9]{8,}!a',
    'a.B(1).C[2]',
    'X-Amz-S3-Id',
    '0xC00A01dF_u32?',
    'a%C3%A9B1%c3x',
    'lower-case-and-1',
    'W0rd!W0rd!W0rd',
    '%Y-%m-%dT%H:%M',
  ])
    assert.not.ok(isGenerated(text), text);
});

test('most texts of random printable characters are scattered, and the longer they are the more', () => {
  assert.ok(share(12) > 0.35);
  assert.ok(share(20) > 0.65);
  assert.ok(share(50) > 0.85);
});

test('a blank is one of many characters alone', () => {
  const text = expand(['{printable:31} {printable:32}'], 'blank-2');
  assert.ok(isScattered(text));
  assert.not.ok(isScattered(text.slice(12, 48)));
  assert.not.ok(isScattered(text.replace(' ', '  ')));
});

test('base64, patterns, calls, templates, escapes and what is encrypted are not scattered', () => {
  for (const text of [
    'hS/0Wt3Ya043oKXs0sIxrMpKQITXhMLIrVAKKXi4gozGC9v7Y/==',
    '^[A-Za-z0-9_-]{3,}[.]{1,2}(?:x|Y)$',
    'ENC[AES256_GCM,data:8XcZ1w==,iv:3pC1,tag:9d2k1Q==]',
    '[]byte(`$9a$10$IxMd6d.LIRZPp/SfEwNoeu4rY3F`)',
    '2*pi*Abs(x*y)-I*Im(z)',
    '${Env:A1}:%2F@{{b.C2}}',
    '\\u0E27\\u0E31\\u0E19\\u0E19\\u0E35,"\\u0E49"',
    '{cipher}A9k$2;Lq!xZ7#pW',
  ])
    assert.not.ok(isScattered(text), text);
});

test('16, 32 and 64 bytes in base64 are a key, other lengths and words are none', () => {
  for (const form of ['{base64:22}==', '{base64:43}=', '{base64:86}=='])
    assert.ok(isWholeKey(expand([form], 'whole-key-9')), form);
  for (const text of [expand(['{base64:41}='], 'whole-key-9'), `${'Settings/Server1/Config'.padEnd(43, 'Service')}=`])
    assert.not.ok(isWholeKey(text), text);
});

test('base64 that begins with a sign is a key, a path is none', () => {
  for (const form of ['/{base62:42}=', '+{base62:21}==', '/{base62:43}'])
    assert.ok(isEncodedKey(expand([form], 'encoded-key')), form);
  for (const text of ['/usr/local/share/application/Server1/config1', '/srv/Files/2019/picture='])
    assert.not.ok(isEncodedKey(text), text);
});

test.run();
