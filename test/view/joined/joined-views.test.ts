/** Cuts of every family are found, undone and mapped back, whatever stands around them. */
import * as fc from 'fast-check';
import type { Span } from '../../../src/types.ts';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('joined views');

function views(bytes: Buffer, range: Span = { start: 0, end: bytes.length }): DecodedView[] {
  const options = { budget: new Budget(0), onSkip: () => undefined };
  return [...decodedViews(bytes, range, options)].filter(({ joints }) => joints !== undefined);
}

/** Where the value stands in the text, by the first view of a kind that holds it whole; undefined where none does. */
function found(text: string | Buffer, kind: string, value: string, range?: Span): Span | undefined {
  const bytes = Buffer.from(text);
  for (const view of views(bytes, range)) {
    if (view.kind !== kind) continue;
    for (let at = view.bytes.indexOf(value); at >= 0; at = view.bytes.indexOf(value, at + 1)) {
      const span = { start: at, end: at + Buffer.byteLength(value) };
      if (view.joints?.trustOf(span) !== undefined) return view.toOuter(span);
    }
  }
  return undefined;
}

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Random values, as those that are looked for: words and numbers are no parts of any. */
const value = fc
  .array(fc.constantFrom(...Array.from(CHARACTERS)), { minLength: 24, maxLength: 60 })
  .map((characters) => `tok_${characters.join('')}`)
  .filter((text) => /\d/.test(text) && changes(text) > 12);

/** How often the kind of character changes. */
function changes(text: string): number {
  return Array.from(text).filter((character, i) => i > 0 && kindOf(character) !== kindOf(text[i - 1])).length;
}

function kindOf(character = ''): number {
  return /\d/.test(character) ? 1 : /[a-z]/.test(character) ? 2 : 3;
}

const STAMP = '2026-05-31T10:00:00.123Z INFO [worker-3] ';
const pairsOf = (text: string): string[] => Array.from(Buffer.from(text), (byte) => byte.toString(16).padStart(2, '0'));

/** Lines of a dump of 16 bytes each. */
function dump(text: string, line: (address: number, pairs: readonly string[]) => string): string {
  const pairs = pairsOf(text);
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += 16) lines.push(line(at, pairs.slice(at, at + 16)));
  return lines.join('\n');
}

const hex = (address: number, width: number): string => address.toString(16).padStart(width, '0');
const words = (pairs: readonly string[], swap: boolean): string =>
  (pairs.join('').match(/.{1,4}/g) ?? [])
    .map((word) => (swap && word.length === 4 ? word.slice(2) + word.slice(0, 2) : word))
    .join(' ');
const base64Word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

/** Each element of text that ends no word, in every way that its tags are written. */
const INLINE_TAGS =
  'a abbr b bdi bdo big code del em font i ins kbd mark q s samp small span strike strong sub sup tt u var wbr nobr'
    .split(' ')
    .flatMap((name) => [`<${name}>`, `</${name}>`, `<${name.toUpperCase()} id="x">`, `<${name}/>`, `<${name}\n>`])
    .join('');

/** Ways to cut a value in two; `exact` where both ends of the value stand in the text as they are. */
const CUTS: Readonly<Record<string, { kind: string; cut: (first: string, second: string) => string; whole?: true }>> = {
  'a backslash at the end of a line': { kind: 'joined-lines', cut: (a, b) => `note ${a}\\\n${b} end` },
  'a backslash and CRLF': { kind: 'joined-lines', cut: (a, b) => `key=${a}\\\r\n    ${b}\r\n` },
  'a caret at the end of a line': { kind: 'joined-lines', cut: (a, b) => `set T=${a}^\n${b}\n` },
  'a line of its own': { kind: 'joined-lines', cut: (a, b) => `the token is\n${a}\n${b}\nend` },
  'a prefix of a log': { kind: 'joined-lines', cut: (a, b) => `${STAMP}uses ${a}\n${STAMP}${b}\n${STAMP}done\n` },
  'a quotation': { kind: 'joined-lines', cut: (a, b) => `> use ${a}\n> ${b}\n` },
  'a comment': { kind: 'joined-lines', cut: (a, b) => ` * use ${a}\n * ${b}\n` },
  'a break of HTML': { kind: 'joined-lines', cut: (a, b) => `<td>${a}<br/>${b}</td>` },
  'cells of a row': { kind: 'joined-lines', cut: (a, b) => `| name | a | b |\n|--|--|--|\n| x1 | ${a} | ${b} |\n` },
  'cells of a column': { kind: 'joined-lines', cut: (a, b) => `| name | a |\n|--|--|\n| x | ${a} |\n| | ${b} |\n` },
  'cells of a drawn table': {
    kind: 'joined-lines',
    cut: (a, b) => `│ name │ a │\n├──────┼───┤\n│ x │ ${a} │\n│ │ ${b} │\n`,
  },
  'cells of a table with thick lines': { kind: 'joined-lines', cut: (a, b) => `┃ x ┃ ${a} ┃\n┃ ┃ ${b} ┃\n` },
  'a backslash, above the end of a block': {
    kind: 'joined-lines',
    cut: (a, b) => `    export T=${a}\\\n    ${b}\n  EOT\n`,
  },
  'a folded scalar': { kind: 'yaml-scalar', cut: (a, b) => `a:\n  token: >-\n    ${a}\n    ${b}\n  b: 1\n` },
  'a literal scalar': { kind: 'yaml-scalar', cut: (a, b) => `- token: |\n    ${a}\n    ${b}\n- b\n` },
  'a soft hyphen': { kind: 'invisible-stripped', cut: (a, b) => `${a}\u00ad${b}` },
  'a zero-width space': { kind: 'invisible-stripped', cut: (a, b) => `${a}\u200b${b}` },
  'a word joiner and a mark of direction': { kind: 'invisible-stripped', cut: (a, b) => `${a}\u2060\u202e${b}` },
  'a soft break of quoted-printable': { kind: 'quoted-printable', cut: (a, b) => `x=3D1 ${a}=\n${b}\n` },
  'encoded words': { kind: 'encoded-word', cut: (a, b) => `Subject: ${base64Word(a)}\n ${base64Word(b)}`, whole: true },
  'a plus between strings': { kind: 'concat', cut: (a, b) => `t = "${a}" + "${b}";` },
  'a dot over lines': { kind: 'concat', cut: (a, b) => `$t = '${a}'\n    . '${b}';` },
  'strings side by side': { kind: 'concat', cut: (a, b) => `t = ("${a}"\n     "${b}")` },
  'strings of SQL': { kind: 'concat', cut: (a, b) => `SELECT '${a}' || '${b}'` },
  'calls that append': { kind: 'concat', cut: (a, b) => `sb.append("${a}").append("${b}");` },
  'calls that append, over lines': { kind: 'concat', cut: (a, b) => `sb.Append("${a}")\n    .Append("${b}");` },
  'a call that joins': { kind: 'concat', cut: (a, b) => `t = "${a}".concat("${b}");` },
  'members of an array': { kind: 'concat', cut: (a, b) => `t = ["${a}", "${b}"].join("")` },
  'arguments of a template': { kind: 'concat', cut: (a, b) => `"Fn::Join": ["", ["${a}", "${b}"]]` },
  'a colour': { kind: 'ansi-stripped', cut: (a, b) => `log ${a}\u001b[1;31m${b}\u001b[0m` },
  'a title of a window': { kind: 'ansi-stripped', cut: (a, b) => `log ${a}\u001b]0;title\u0007${b}` },
  'a colour that lost its escape': { kind: 'ansi-stripped', cut: (a, b) => `log ${a}[31m${b}[0m` },
  'a colour as rsyslog writes it': { kind: 'ansi-stripped', cut: (a, b) => `log ${a}#033[31m${b}#033[0m` },
  'a typing error': { kind: 'ansi-stripped', cut: (a, b) => `log ${a}xyz\b \b\b \b\b \b${b}` },
  'events of a recording': { kind: 'cast-joined', cut: (a, b) => `[0.1, "o", "${a}"]\n[0.2, "o", "${b}"]\n` },
  'frames of a recording': { kind: 'cast-joined', cut: (a, b) => `{"stdout":[[0.1,"${a}"],[0.2,"${b}"]]}` },
  'partial lines of Kubernetes': {
    kind: 'cri-joined',
    cut: (a, b) => `2026-01-01T00:00:00.0Z stdout P ${a}\n2026-01-01T00:00:00.0Z stdout F ${b}\n`,
  },
  'partial lines of Docker': {
    kind: 'docker-joined',
    cut: (a, b) => `{"log":"${a}","stream":"stdout","time":"t"}\n{"log":"${b}\\n","stream":"stdout","time":"t"}\n`,
  },
  'a dump of hexdump': {
    kind: 'hexdump',
    cut: (a, b) =>
      dump(a + b, (at, pairs) => `${hex(at, 8)}  ${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`),
    whole: true,
  },
  'a dump of xxd': {
    kind: 'hexdump',
    cut: (a, b) => dump(a + b, (at, pairs) => `${hex(at, 8)}: ${words(pairs, false)}`),
    whole: true,
  },
  'a dump of tcpdump': {
    kind: 'hexdump',
    cut: (a, b) => dump(a + b, (at, pairs) => `\t0x${hex(at, 4)}:  ${words(pairs, false)}`),
    whole: true,
  },
  'words of od': {
    kind: 'hexdump',
    cut: (a, b) =>
      dump((a + b).padEnd(64, '.'), (at, pairs) => `${at.toString(8).padStart(7, '0')} ${words(pairs, true)}`),
    whole: true,
  },
  'quotes of different kinds': { kind: 'shell-unquoted', cut: (a, b) => `run --token "${a}"'${b}' now` },
  'a character by its number': {
    kind: 'concat',
    whole: true,
    cut: (a, b) => `x = "${a}" & Chr(${b.charCodeAt(0)}) & _\n "${b.slice(1)}"`,
  },
  'nodes of rich text': {
    kind: 'rich-text-joined',
    cut: (a, b) =>
      JSON.stringify([
        { type: 'text', text: a, marks: [{ type: 'strong' }] },
        { type: 'text', text: b },
      ]),
  },
  'a backslash in front of a mark': { kind: 'shell-unquoted', cut: (a, b) => `| ${a}\\_${b} |` },
  'sections of CDATA': { kind: 'markup-stripped', cut: (a, b) => `<a><![CDATA[${a}]]><![CDATA[${b}]]></a>` },
  'every tag of a text': { kind: 'markup-stripped', cut: (a, b) => `<p>${a}${INLINE_TAGS}${b}</p>` },
  'a comment of XML': { kind: 'markup-stripped', cut: (a, b) => `<a>${a}<!-- x -->${b}</a>` },
  'an element that marks a part': {
    kind: 'markup-stripped',
    cut: (a, b) => `<p>${a}<span class="hit">${b}</span></p>`,
  },
};

for (const [name, { kind, cut, whole }] of Object.entries(CUTS)) {
  test(`a value that is cut by ${name} is found at any place of the cut`, () => {
    fc.assert(
      fc.property(value, fc.double({ min: 0.2, max: 0.8, noNaN: true }), (text, share) => {
        const at = Math.round(text.length * share);
        const [first, second] = [text.slice(0, at), text.slice(at)];
        // Without a mark, a part that reads like a word is taken for one.
        fc.pre(changes(first.replace('_', '')) > 1 && changes(second) > 1);
        const written = cut(first, second);
        const wanted = name.startsWith('a backslash in front') ? `${first}_${second}` : text;
        const span = found(written, kind, wanted);
        assert.ok(span, `${kind}: ${JSON.stringify(written)}`);
        if (whole) return;
        const start = Buffer.from(written.slice(0, written.indexOf(first))).length;
        const end = Buffer.from(written.slice(0, written.lastIndexOf(second) + second.length)).length;
        assert.equal(span, { start, end });
      }),
      { numRuns: 60 },
    );
  });
}

test('every view maps into the text and nothing is thrown, whatever the bytes are', () => {
  const parts = Object.values(CUTS).map(({ cut }) => fc.constant(cut('tok_aB3dE5', 'fG7hI9jK1')));
  const noise = fc.oneof(
    ...parts,
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('\\', '"', "'", '\n', '=', '\u001b['),
  );
  fc.assert(
    fc.property(fc.array(noise, { maxLength: 12 }), (texts) => {
      const bytes = Buffer.from(texts.join(''));
      for (const view of views(bytes)) {
        for (let at = 0; at < view.bytes.length; at += 7) {
          const { start, end } = view.toOuter({ start: at, end: Math.min(view.bytes.length, at + 9) });
          assert.ok(start >= 0 && start <= end && end <= bytes.length, `${view.kind} ${start}-${end}`);
        }
      }
    }),
  );
});

test('a cut belongs to the range that it begins in', () => {
  const text = Buffer.from(`${'x y '.repeat(40)}"tok_aB3dE5fG7h" + "iJ9kL1mN3oP5"${' z'.repeat(40)}`);
  const at = text.indexOf('" + "');
  const whole = 'tok_aB3dE5fG7hiJ9kL1mN3oP5';
  assert.ok(found(text, 'concat', whole, { start: 0, end: at + 1 }));
  assert.ok(found(text, 'concat', whole, { start: at, end: text.length }));
  assert.is(found(text, 'concat', whole, { start: at + 1, end: text.length }), undefined);
});

test('a backtick that ends a text in code marks continues no line, one that stands alone does', () => {
  const [head, rest] = ['Harbor9xKq2Lw7', 'mPz4Wn8Rt3Yb6'];
  assert.is(found(`log in with admin / \`${head}\`\nRestart it`, 'joined-lines', `${head}Restart`), undefined);
  assert.ok(found(`$key = ${head}\`\n  ${rest}`, 'joined-lines', `${head}${rest}`));
});

test('prose, lists, code and tables of words are not joined', () => {
  const text = [
    'The importer signs in with the account of the robot and uploads',
    'the tickets that were exported from the old system.',
    '- first item\n- second item',
    'const message = "Hello, " + "world";',
    'call("first", "second");',
    '| name | value |\n|------|-------|\n| robot | enabled |\n| human | disabled |',
    '2026-05-31T10:00:00.123Z INFO started\n2026-05-31T10:00:00.124Z INFO listening on port 8080',
    'run: |\n  npm ci\n  npm test\n',
    '081109 203518 148 INFO dfs.DataNode: done\n081110 203519 148 INFO dfs.DataNode: done',
  ].join('\n\n');
  assert.equal(
    views(Buffer.from(text)).map(({ kind, bytes }) => `${kind} ${bytes.toString()}`),
    [],
  );
});

/** Beginnings, middles and ends of what the families look for. */
const MARKS = [
  '\u001b[31m',
  '^[[0m',
  '#033[1m',
  '\u241b[K',
  '\u009b',
  '[0m',
  '\b',
  '=\n',
  '=3D',
  '=?utf-8?B?YQ==?=',
  '\u200b',
  '\u00ad',
  '<b>',
  '<br>',
  '<![CDATA[',
  ']]>',
  '"\n  + "',
  "'\\''",
  "$'a'",
  '\\\n',
  '^\n',
  '| a |\n',
  '["o","a"]\n',
  '{"log":"a","stream":"stdout"}\n',
  '2026-05-31T10:00:00Z stdout P ',
  '00000000: 6162 6364  abcd\n',
  'key: >-\n  ',
  '""',
  '\r\n',
  '\u0000',
  'tok_',
  'a',
  ' ',
];

test('no text, cut anywhere, makes the search throw', () => {
  const text = fc.array(fc.constantFrom(...MARKS), { maxLength: 12 }).map((parts) => Buffer.from(parts.join('')));
  fc.assert(
    fc.property(text, fc.nat(200), fc.nat(200), fc.nat(200), (bytes, cut, from, to) => {
      const part = bytes.subarray(0, Math.min(cut, bytes.length));
      const start = Math.min(from, part.length);
      for (const view of views(part, { start, end: Math.min(part.length, start + to) })) {
        const { length } = view.bytes;
        const span = view.toOuter({ start: 0, end: length });
        assert.ok(span.start >= 0 && span.end <= part.length && span.start <= span.end);
      }
    }),
    { numRuns: 3000 },
  );
});

const dumps = (text: string): number => views(Buffer.from(text)).filter(({ kind }) => kind === 'hexdump').length;

test('pairs of digits that begin a text, with a line below, end', () => {
  const row = '6B:79:4F:57:6B:78:59:32';
  assert.is(dumps(`${row}\nnothing`), 0);
  assert.is(dumps(`${row}\n${row}\nnothing`), 1);
});

test('a string of a shell that ends in a backslash ends', () => {
  assert.equal(views(Buffer.from("login a$'b\\")).length, 0);
  assert.equal(views(Buffer.from("login a'b'$'tok\\x41\\")).length, 0);
});

test('quoted fields of a log, which a number stands in front of, are no strings that are joined', () => {
  const [a, b] = ['x4Kq9ZpT', 'w8Lr2NvBq7Yd1Ks5'];
  const fields = `10.0.0.1 - - [t] "GET / HTTP/1.1" 200 512 "${a}" "${b}" "${a}" "${b}"`;
  assert.is(found(fields, 'concat', a + b), undefined);
  assert.ok(found(`#define KEY1 "${a}" "${b}"`, 'concat', a + b));
  assert.ok(found(`return "${a}" "${b}";`, 'concat', a + b));
  assert.ok(found(`f(1, "${a}" "${b}")`, 'concat', a + b));
});

test.run();
