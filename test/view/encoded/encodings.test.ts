import * as fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import type { Span } from '../../../src/types.ts';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { makeTar, makeZip } from '../../helpers/archives.ts';

const test = suite('encodings');
/** Spaces, so that nothing of the surroundings is a digit or an escape. */
const AROUND = '  ';

function views(bytes: Buffer, range: Span = { start: 0, end: bytes.length }): DecodedView[] {
  return [...decodedViews(bytes, range, { budget: new Budget(0), onSkip: () => undefined })];
}

function decoded(text: string | Buffer, kind: string): string[] {
  return views(Buffer.from(text))
    .filter((view) => view.kind === kind)
    .map((view) => view.bytes.toString());
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');
const bytesOf = (text: string, write: (byte: number) => string): string =>
  Array.from(Buffer.from(text), write).join('');

/** Encodes every character, so that the encoded region is known to the byte. */
const ENCODERS: Readonly<Record<string, { kind: string; encode: (text: string) => Buffer | string }>> = {
  base64: { kind: 'base64', encode: (text) => Buffer.from(text).toString('base64').replaceAll('=', '') },
  hex: { kind: 'hex', encode: (text) => Buffer.from(text).toString('hex') },
  upperHex: { kind: 'hex', encode: (text) => Buffer.from(text).toString('hex').toUpperCase() },
  pairs: { kind: 'hex', encode: (text) => bytesOf(text, (byte) => ` ${hexOf(byte)}`).slice(1) },
  colons: { kind: 'hex', encode: (text) => bytesOf(text, (byte) => `:${hexOf(byte)}`).slice(1) },
  percent: { kind: 'percent', encode: (text) => bytesOf(text, (byte) => `%${hexOf(byte)}`) },
  json: {
    kind: 'json-escape',
    encode: (text) =>
      Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  },
  c: { kind: 'c-escape', encode: (text) => bytesOf(text, (byte) => `\\x${hexOf(byte)}`) },
  octal: { kind: 'c-escape', encode: (text) => bytesOf(text, (byte) => `\\${byte.toString(8).padStart(3, '0')}`) },
  entity: {
    kind: 'entity',
    encode: (text) => Array.from(text, (character) => `&#${character.codePointAt(0)};`).join(''),
  },
  hexEntity: {
    kind: 'entity',
    encode: (text) => Array.from(text, (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`).join(''),
  },
  utf16: { kind: 'utf16', encode: (text) => Buffer.from(text, 'utf16le') },
};

const printable = fc.string({ unit: 'grapheme-ascii', minLength: 24, maxLength: 120 });
const wide = fc.string({ unit: 'grapheme', minLength: 24, maxLength: 80 });

/** Finds the text in the views of one kind, and the span that it is mapped to. */
function spanOf(bytes: Buffer, kind: string, text: string, range?: Span): Span | undefined {
  for (const view of views(bytes, range)) {
    const at = view.kind === kind ? view.bytes.indexOf(text) : -1;
    if (at >= 0) return view.toOuter({ start: at, end: at + Buffer.byteLength(text) });
  }
  return undefined;
}

for (const [name, { kind, encode }] of Object.entries(ENCODERS)) {
  test(`${name} is found, decoded, and mapped to exactly the encoded bytes`, () => {
    const text = name === 'utf16' || name === 'octal' || name === 'c' ? printable : fc.oneof(printable, wide);
    fc.assert(
      fc.property(text, fc.nat(40), (value, offset) => {
        fc.pre(!/[\p{Surrogate}\u0080-\u009f]/u.test(value));
        const encoded = Buffer.from(encode(value));
        const before = Buffer.from(AROUND.repeat(offset));
        const bytes = Buffer.concat([before, Buffer.from(AROUND), encoded, Buffer.from(AROUND)]);
        const start = before.length + AROUND.length;
        assert.equal(spanOf(bytes, kind, value), { start, end: start + encoded.length });
      }),
    );
  });

  test(`${name} belongs to the range that it begins in`, () => {
    const value = 'a plain text with a value in it, long enough';
    const encoded = Buffer.from(encode(value));
    const bytes = Buffer.concat([Buffer.from(AROUND.repeat(5)), encoded, Buffer.from(AROUND)]);
    const start = AROUND.length * 5;
    assert.ok(spanOf(bytes, kind, value, { start: 0, end: start + 1 }), 'the look-ahead holds the rest');
    assert.ok(spanOf(bytes, kind, value, { start, end: bytes.length }), 'it begins with the range');
    assert.is(spanOf(bytes, kind, value, { start: 0, end: start }), undefined);
    if (['base64', 'hex', 'utf16'].includes(kind)) {
      assert.is(spanOf(bytes, kind, value, { start: start + 1, end: bytes.length }), undefined);
    }
  });

  test(`part of a text in ${name} is mapped to the characters that made it`, () => {
    const value = 'user=someone password=correct-horse-battery rest of line';
    const encoded = Buffer.from(encode(value));
    const bytes = Buffer.concat([Buffer.from(AROUND), encoded]);
    const view = views(bytes).find((candidate) => candidate.kind === kind && candidate.bytes.includes(value));
    const at = view?.bytes.indexOf('correct') ?? -1;
    const outer = view?.toOuter({ start: at, end: at + 7 });
    const redone = views(bytes.subarray(0, outer?.end)).find((candidate) => candidate.kind === kind);
    assert.ok(redone?.bytes.toString().includes('password=correct'));
    assert.not(redone?.bytes.toString().includes(['password', 'correct-h'].join('=')));
  });
}

test('padded base64 is found from 20 characters on, other from 24', () => {
  assert.equal(decoded(base64('user:passw0r'), 'base64'), []);
  assert.equal(decoded(base64('user:passw0rd'), 'base64'), ['user:passw0rd']);
  assert.equal(decoded(base64('user:passw0rd!'), 'base64'), ['user:passw0rd!']);
  assert.equal(decoded(base64('user:passw0rd!!'), 'base64'), []);
  assert.equal(decoded(base64('user:passw0rd!!!!!'), 'base64'), ['user:passw0rd!!!!!']);
});

test('base64url is told by its alphabet', () => {
  const value = '{"a":"???>>>","user":"~~~~~"}';
  const encoded = Buffer.from(value).toString('base64url');
  assert.match(encoded, /[-_]/);
  assert.equal(decoded(encoded, 'base64url'), [value]);
});

test('base64 is found behind a path and behind glued digits', () => {
  const encoded = Buffer.from('a sentence that is long enough to be seen').toString('base64');
  for (const prefix of ['Basic=', 'data:text/plain;base64,', '/v2/', 'some/path/x-', 'abc', 'a', 'ab']) {
    const found = decoded(`${prefix}${encoded}`, 'base64').join();
    assert.ok(found.includes('that is long enough'), prefix);
  }
});

test('wrapped base64 is one view, indented or not, and maps over the line breaks', () => {
  const value = 'the value that is wrapped over several lines by the program that wrote it '.repeat(4);
  const encoded = Buffer.from(value).toString('base64');
  for (const width of [64, 76]) {
    for (const separator of ['\n', '\r\n', '\n    ', '\n\t']) {
      const lines = encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
      const indent = separator.replace(/^\r?\n/, '');
      const text = `data: |\n${indent}${lines.join(separator)}\nnext: 1\n`;
      const bytes = Buffer.from(text);
      const start = bytes.indexOf(lines[0] ?? '');
      const end = bytes.indexOf(lines.at(-1) ?? '') + (lines.at(-1)?.replaceAll('=', '').length ?? 0);
      assert.equal(spanOf(bytes, 'base64', value), { start, end });
    }
  }
});

test('lines of separate values are not joined', () => {
  const values = ['first value of the list, one', 'second value of the list, 22', 'third value of the list, 333'];
  const text = values.map((value) => Buffer.from(value).toString('base64url')).join('\n');
  assert.equal(decoded(text, 'base64'), values);
});

test('base64 of UTF-16 is found, with a mark and without', () => {
  const script = Buffer.from('Write-Output $env:NAME', 'utf16le');
  assert.is(decoded(script.toString('base64'), 'base64').length, 1);
  assert.is(decoded(Buffer.concat([Buffer.from([0xff, 0xfe]), script]).toString('base64'), 'base64').length, 1);
});

test('base64 of containers and images is a container, of pixels alone it is nothing', async () => {
  const members = [{ name: 'a.json', data: 'a text in the archive' }];
  for (const bytes of [gzipSync('some text'), makeZip(members), await makeTar(members)]) {
    const [view] = views(Buffer.from(`data:application/x;base64,${bytes.toString('base64')}`));
    assert.is(view?.container, true);
    assert.ok(view?.bytes.equals(bytes));
  }
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(60, 0xf7)]);
  assert.is(views(Buffer.from(png.toString('base64')))[0]?.container, true);
  const image = Buffer.concat([Buffer.from('BM\xf7\xf7\xf7\xf7\0\0\0\0', 'latin1'), Buffer.alloc(60, 0xf7)]);
  assert.equal(views(Buffer.from(image.toString('base64'))), []);
});

test('base64 of binary data with a text inside is given', () => {
  const message = Buffer.concat([
    Buffer.alloc(40, 0xfe),
    Buffer.from('a text of more than twenty characters'),
    Buffer.alloc(9, 0xfd),
  ]);
  assert.is(decoded(message.toString('base64'), 'base64').length, 1);
});

test('a base64 run that is cut at its start is found in any alignment', () => {
  const encoded = Buffer.from('a long text that is cut somewhere at its start by the window'.repeat(3)).toString(
    'base64',
  );
  for (let cut = 1; cut < 6; cut++) {
    assert.ok(decoded(encoded.slice(cut), 'base64').join().includes('cut somewhere'), String(cut));
  }
});

test('words, paths, hashes and identifiers are nothing', () => {
  const text = [
    '/usr/local/share/applications/some-program/resources/index.js',
    'getElementsByTagNameAndAttributeValueOrThrowAnException',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '550e8400-e29b-41d4-a716-446655440000',
    '12:34:56:78 10:20:30:40:50:60',
  ].join('\n');
  const decodings = views(Buffer.from(text)).filter(({ joints }) => joints === undefined);
  assert.equal(decodings, []);
});

test('hex is found behind 0x, with an odd digit in front, and wrapped', () => {
  const value = 'a text in hexadecimal digits, and then some more of it';
  const hex = Buffer.from(value).toString('hex');
  assert.equal(decoded(`0x${hex}`, 'hex'), [value]);
  assert.equal(decoded(`a${hex}`, 'hex'), [value]);
  assert.equal(decoded((hex.match(/.{1,40}/g) ?? []).join('\n'), 'hex'), [value]);
});

test('hex pairs go on over line breaks', () => {
  const value = 'a text in pairs that go on over the end of the line';
  const pairs = Array.from(Buffer.from(value), hexOf);
  const lines = [0, 20, 40].map((at) => pairs.slice(at, at + 20).join(' '));
  assert.equal(decoded(lines.join('\n'), 'hex'), [value]);
});

test('a value that is escaped here and there is whole in one view', () => {
  assert.ok(decoded(['GET /cb?token', 'ab%2Bcd%2fef HTTP/1.1'].join('='), 'percent')[0]?.includes('token=ab+cd/ef'));
  assert.ok(decoded('{"key":"{\\"token\\":\\"ab\\/cd\\u0026\\"}"}', 'json-escape')[0]?.includes('{"token":"ab/cd&"}'));
  assert.ok(decoded('<a v="{&quot;token&quot;:&#34;a&amp;b&#x26;&quot;}">', 'entity')[0]?.includes('{"token":"a&b&"}'));
  assert.ok(decoded(String.raw`write(1, "tok\x65n=ab\tcd\n", 9)`, 'c-escape')[0]?.includes('"token=ab\tcd\n"'));
});

test('a form is decoded with and without plus signs as blanks', () => {
  assert.equal(decoded('a=Basic+xy%3D', 'percent'), ['a=Basic+xy=', 'a=Basic xy=']);
});

test('a key in many lines written as escapes is whole in one view', () => {
  const lines = Array.from({ length: 27 }, (_, i) => String.fromCharCode(65 + i).repeat(64));
  const block = `-----BEGIN KEY-----\n${lines.join('\n')}\n-----END KEY-----\n`;
  assert.ok(decoded(`{"key":${JSON.stringify(block)}}`, 'json-escape').some((text) => text.includes(block)));
});

test('a token longer than the margin is whole in the region', () => {
  const token = 'T'.repeat(900);
  assert.ok(decoded(`x ${token}\\/${token} y`, 'json-escape')[0]?.includes(`${token}/${token}`));
});

test('long C escapes are code points, impossible ones are replaced', () => {
  assert.equal(decoded(String.raw`\U0001F600 \Uffffffff \e[0m`, 'c-escape'), ['😀 \uFFFD \u001B[0m']);
});

test('a line of text among lines of binary data of the same width is found', () => {
  const noise = Buffer.from(Array.from({ length: 48 }, (_, i) => 0x80 | ((i * 37) & 0x3f)));
  const text = 'a line of text that is forty-eight characters on';
  const lines = [noise, noise, Buffer.from(text), noise];
  assert.ok(
    decoded(lines.map((line) => line.toString('base64')).join('\n'), 'base64')
      .join()
      .includes(text),
  );
  const doubled = lines.map((line) => Buffer.concat([line, line]).toString('hex'));
  assert.ok(decoded(doubled.join('\n'), 'hex').join().includes(text));
});

test('surrogate pairs are joined and lone ones replaced', () => {
  assert.equal(decoded('\\ud83d\\ude00 \\ud83d \\ude00', 'json-escape'), ['😀 \uFFFD \uFFFD']);
  assert.equal(decoded('&#xd800; &#0; &#1114112; &no; &shy;', 'entity'), ['\uFFFD \uFFFD \uFFFD &no; \u00ad']);
});

test('escapes that stand far apart are separate views', () => {
  const far = `a%41 ${'.'.repeat(600)}\n b%42`;
  assert.equal(decoded(far, 'percent').length, 2);
});

test('a region longer than a mebibyte is cut into views that overlap', () => {
  const bytes = Buffer.from('value%3D'.repeat(300_000));
  const found = views(bytes).filter((view) => view.kind === 'percent');
  assert.ok(found.length > 1);
  let reached = 0;
  for (const view of found) {
    const { start, end } = view.toOuter({ start: 0, end: view.bytes.length });
    assert.ok(reached === 0 || start <= reached - 8000);
    reached = end;
  }
  assert.is(reached, bytes.length);
});

test('UTF-16 of the other byte order covers the NUL in front of each character', () => {
  const value = 'password in big endian';
  const bytes = Buffer.concat([Buffer.from([1, 2]), Buffer.from(value, 'utf16le').swap16(), Buffer.from([3, 4])]);
  assert.equal(spanOf(bytes, 'utf16', value), { start: 2, end: 2 + 2 * value.length });
});

test('a refused budget is said once with its place and ends the search', () => {
  const encoded = Buffer.from('a sentence that is long enough to be seen').toString('base64');
  const said: string[] = [];
  const onSkip = (reason: string, _: string, span: Span): void => void said.push(`${reason} ${span.start}`);
  const bytes = Buffer.from(`  ${encoded}\n\n${encoded} %41`);
  const found = [
    ...decodedViews(bytes, { start: 0, end: bytes.length }, { budget: new Budget(0, { floor: 10 }), onSkip }),
  ];
  assert.equal(found, []);
  assert.equal(said, ['too-expanded 2']);
});

test('random bytes never throw, and every view maps into the buffer', () => {
  const soup = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          '%',
          '%4',
          '%41',
          '\\',
          '\\u',
          '\\ud83d',
          '\\x4',
          '\\x41',
          '&',
          '&#',
          '&#x41;',
          '&amp;',
          '\0',
          'a\0',
          '=',
          '\n',
        )
        .map((text) => Buffer.from(text)),
      fc.base64String({ minLength: 20, maxLength: 90 }).map((text) => Buffer.from(text)),
      fc.string({ minLength: 16, maxLength: 60 }).map((text) => Buffer.from(Buffer.from(text).toString('hex'))),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(soup, fc.nat(100), fc.nat(600), (parts, start, length) => {
      const bytes = Buffer.concat(parts);
      const range = { start: Math.min(start, bytes.length), end: Math.min(start + length, bytes.length) };
      for (const view of views(bytes, range)) {
        const outer = view.toOuter({ start: 0, end: view.bytes.length });
        assert.ok(outer.start >= 0 && outer.end <= bytes.length && outer.start <= outer.end);
      }
    }),
    { numRuns: 400 },
  );
});

test.run();
