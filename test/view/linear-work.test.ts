import { Budget } from '../../src/view/budget.ts';
import { decodedViews } from '../../src/view/encoded/encodings.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('linear work');

/** A buffer that counts the bytes looked at, `indexOf` by the distance it goes. */
function counted(bytes: Buffer): { buffer: Buffer; count: () => number } {
  let count = 0;
  const searchIn =
    (part: Buffer) =>
    (value: number | Buffer | string, from = 0): number => {
      const at = part.indexOf(value, from);
      count += (at < 0 ? part.length : at) - from + 1;
      return at;
    };
  const search = searchIn(bytes);
  const subarray = (start: number, end?: number): Buffer => {
    const part = bytes.subarray(start, end);
    return Object.assign(part, { indexOf: searchIn(Buffer.from(part.buffer, part.byteOffset, part.length)) });
  };
  const buffer = new Proxy(bytes, {
    get(target, key): unknown {
      if (key === 'indexOf') return search;
      if (key === 'subarray') return subarray;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value === 'number' && key !== 'length') count++;
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
  return { buffer, count: () => count };
}

function work(bytes: Buffer): { reads: number; made: number } {
  const { buffer, count } = counted(bytes);
  const budget = new Budget(0);
  for (const view of decodedViews(buffer, { start: 0, end: bytes.length }, { budget, onSkip: () => undefined })) {
    view.toOuter({ start: 0, end: view.bytes.length });
  }
  return { reads: count(), made: budget.spent };
}

function fill(pattern: string | Buffer, length: number): Buffer {
  return Buffer.alloc(length, pattern);
}

const PATTERNS: Readonly<Record<string, string | Buffer>> = {
  'escaped percent signs': '%25',
  'percent signs': '%',
  backslashes: '\\',
  'escaped units': '\\u0041',
  'C escapes': '\\x41',
  ampersands: '&',
  'ampersands and names': '&abcdefghijklmn',
  entities: '&#65;',
  'equals signs': '=',
  'plus signs': '+',
  'digits of both alphabets': '-+',
  'paths of words': 'abcdefghijklmnopqrstuvwx-abc+',
  'the letter A': 'A',
  'base64 noise': Buffer.from(Array.from({ length: 3000 }, (_, i) => ((i * 7919) ^ (i >> 3)) & 0xff)).toString(
    'base64',
  ),
  'base64 lines': `${Buffer.from(Array.from({ length: 57 }, (_, i) => (i * 151) & 0xff)).toString('base64')}\n`,
  'lines of hashes': `${'9f86d081884c7d65'.repeat(8)}\n`,
  'short hashes': `${'9f86d081884c7d65'.repeat(4)}\n`,
  'base32 digits': 'MFRGG2LT',
  'marks of ASCII85': '<~',
  'ASCII85 without an end': '<~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'heads of uuencode': '\nbegin 644 a',
  'uuencoded lines': '\nbegin 644 a\n#0V%T\n#0V%T\n',
  'heads of yEnc': '=ybegin ',
  'heads of yEnc in lines': '=ybegin size=1\n',
  'heads of binary patches': 'GIT binary patch',
  'hunks of binary patches': 'GIT binary patch\nliteral 0\nHcmV?d00001\n\n',
  'numbers in a row': '104 105 ',
  'hex pairs': '9f 86 ',
  'text as hex pairs': '61 62 ',
  NULs: '\0',
  'wide letters': 'a\0',
  'short wide rows': 'a\0b\0c\0\u0001\u0001',
  'strings and operators': '"ab12" + ',
  'touching strings': `"a1"'b2'`,
  'spliced quotes': `a'\\''b`,
  'control sequences': 'a\u001b[31mb',
  backspaces: 'ab\b\b',
  'soft hyphens': 'a1\u00ad',
  'lines of two words': 'aB3dE5 fG7hI9jK1\n',
  'continued lines': 'aB3dE5\\\n',
  'rows of a table': '|aB3dE5fG|7hI9jK1m|\n',
  addresses: '00000010: 6162 6364\n',
  'heads of scalars': 'a: |\n b\n',
  tags: 'a1<b>c2</b>',
  comments: 'a1<!-- -->',
  'comments without an end': '<!--',
  'soft breaks': 'aB3=\n=3D',
  'encoded words': '=?utf-8?Q?aB3?= ',
  'doubled quotes': '{""a"":1}',
  'joined arrays': '["a1","b2"].join()',
  'partial lines': '2026-01-01T00:00:00.0Z stdout P aB3\n',
  events: '[0.1, "o", "aB3"]\n',
  'escaped marks': 'a\\_b',
  'sparse escapes': `${'t'.repeat(520)}%41`,
  'plus signs in rows without escapes': `${'a+b+c '.repeat(90)}%41 `,
  'rows of plus signs': `${'+'.repeat(600)} %41`,
};

for (const [name, pattern] of Object.entries(PATTERNS)) {
  test(`${name} cost work in proportion to their length`, () => {
    const small = work(fill(pattern, 30_000));
    const large = work(fill(pattern, 120_000));
    assert.ok(large.reads < 130 * 120_000, `${large.reads / 120_000} reads a byte`);
    assert.ok(large.reads < 6 * small.reads + 120_000, `${small.reads} grew to ${large.reads}`);
    assert.ok(large.made <= 8 * 120_000, `${large.made} bytes made`);
  });
}

test.run();
