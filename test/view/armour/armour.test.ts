import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { ARMOURS } from '../../../src/selftest/armours.ts';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('armour');

interface Read {
  readonly views: readonly DecodedView[];
  readonly losses: readonly string[];
}

function read(bytes: Buffer, kind: string): Read {
  const losses: string[] = [];
  const onSkip = (reason: string): void => void losses.push(reason);
  const all = [...decodedViews(bytes, { start: 0, end: bytes.length }, { budget: new Budget(0), onSkip })];
  return { views: all.filter((view) => view.kind === kind), losses };
}

const written = (kind: string, text: string): Buffer =>
  ARMOURS.find(({ name }) => name === kind)?.write(text) ?? Buffer.alloc(0);

const TEXT = fc.string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 200 });

for (const kind of ['base32', 'ascii85', 'uuencode', 'yenc', 'git-binary'])
  test(`a text in ${kind} is read wherever it stands, and mapped into what it was made from`, () => {
    fc.assert(
      fc.property(TEXT, fc.nat(100), (text, before) => {
        const front = Buffer.from(`${'- '.repeat(before)}\n`);
        const armoured = written(kind, text);
        const { views, losses } = read(Buffer.concat([front, armoured, Buffer.from('and more\n')]), kind);
        const view = views.find(({ bytes }) => bytes.includes(text));
        assert.ok(view, text);
        assert.equal(losses, []);
        const { start, end } = view.toOuter({ start: 0, end: view.bytes.length });
        assert.ok(start >= front.length && end > start && end <= front.length + armoured.length);
      }),
    );
  });

test('an empty file in a binary patch is no loss, and one without data in zlib format is', () => {
  for (const [digits, losses] of [
    ['HcmV?d00001', []],
    ['H00000d0000', ['truncated']],
  ] as const)
    assert.equal(read(Buffer.from(`GIT binary patch\nliteral 0\n${digits}\n\n`), 'git-binary').losses, losses);
});

test('what begins a text is read like what stands in it', () => {
  const bytes = written('uuencode', 'an ordinary text');
  const { views } = read(bytes.subarray(bytes.indexOf('begin')), 'uuencode');
  assert.is(views.length, 1);
});

test('bytes map to the groups of digits that they are written in', () => {
  const text = Array.from({ length: 40 }, (_, index) => `k${index}=v${index};`).join('');
  for (const [kind, group] of [
    ['uuencode', 4],
    ['ascii85', 5],
  ] as const) {
    const bytes = written(kind, text);
    const [view] = read(bytes, kind).views;
    const at = view?.bytes.indexOf('v17') ?? -1;
    const { start, end } = view?.toOuter({ start: at, end: at + 3 }) ?? { start: 0, end: 0 };
    assert.ok(end - start >= group && end - start <= 2 * group + 2, `${kind} ${start} ${end}`);
    const next = view?.toOuter({ start: at + 12, end: at + 15 });
    assert.ok(next !== undefined && next.start > start && next.end > end);
  }
});

test('data without its end is read, and said to be cut', () => {
  for (const [kind, cut] of [
    ['uuencode', 6],
    ['yenc', 20],
  ] as const) {
    const bytes = written(kind, 'an ordinary text of some length');
    const { views, losses } = read(bytes.subarray(0, bytes.length - cut - 1), kind);
    assert.is(views.length, 1, kind);
    assert.equal(losses, ['truncated'], kind);
  }
});

/** Digits of Git's alphabet are made by the writer that is tested above. */
function hunk(form: string, data: Buffer): string {
  const patch = written('git-binary', 'x').toString('latin1');
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
  const packed = deflateSync(data);
  const lines: string[] = [];
  for (let at = 0; at < packed.length; at += 52) {
    const part = packed.subarray(at, at + 52);
    const padded = Buffer.concat([part, Buffer.alloc(-part.length & 3)]);
    let line = String.fromCharCode(part.length + (part.length > 26 ? 0x60 - 26 : 0x40));
    for (let group = 0; group < padded.length; group += 4)
      for (let power = 4; power >= 0; power--)
        line += digits[Math.floor(padded.readUInt32BE(group) / 85 ** power) % 85];
    lines.push(line);
  }
  return `${patch.slice(0, patch.indexOf('literal'))}${form} ${data.length}\n${lines.join('\n')}\n\n`;
}

const inserts = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);

test('a delta gives what it adds, apart from what it copies', () => {
  // Sizes of base and result; two inserts, a copy, one more insert.
  const parts = [inserts('first and '), inserts('second part'), Buffer.from([0x90, 9]), inserts('third part')];
  const delta = Buffer.concat([Buffer.from([40, 40]), ...parts]);
  const [view] = read(Buffer.from(hunk('delta', delta)), 'git-binary').views;
  assert.is(view?.bytes.toString(), 'first and second part\n\nthird part');
});

test('a patch that is damaged is told', () => {
  const text = hunk('literal', Buffer.from('an ordinary text of some length')).split('\n');
  const damaged = text.map((line) =>
    /^[A-Za-z]c[\w!-~]{20}/.test(line) ? `${line.slice(0, 9)}0000${line.slice(13)}` : line,
  );
  const { views, losses } = read(Buffer.from(damaged.join('\n')), 'git-binary');
  assert.equal([views.length, losses], [0, ['truncated']]);
});

test('what only looks like armour gives nothing', () => {
  const { views, losses } = read(
    Buffer.from(
      'a <~ b ~> c\nbegin 644 words\nend\n=ybegin \nGIT binary patch of 3 files\n<~!!!!!!!!!!!!!!!!!!!!!!!!!!!~>',
    ),
    'none',
  );
  assert.equal([views, losses], [[], []]);
  for (const kind of ['ascii85', 'uuencode', 'git-binary'])
    assert.equal(
      read(Buffer.from('begin 644 words\nend\n<~!!!!!!!!!!!!!!!!!!!!!!~>\nGIT binary patch\nliteral 3\n'), kind).views,
      [],
    );
});

test('base32 beside a sign of another alphabet is read', () => {
  const digits = written('base32', 'an ordinary text').toString().slice(5).trim();
  for (const text of [`id_${digits}`, `id+${digits}_`, `id-${digits}.`])
    assert.is(read(Buffer.from(text), 'base32').views.length, 1, text);
});

test('base32 inside of longer words is left alone', () => {
  const digits = written('base32', 'an ordinary text').toString().slice(5).trim();
  assert.equal(read(Buffer.from(`a${digits}`), 'base32').views, []);
  assert.equal(read(Buffer.from(`${digits}9`), 'base32').views, []);
  assert.is(read(Buffer.from(`${digits}======`), 'base32').views.length, 1);
});

test.run();
