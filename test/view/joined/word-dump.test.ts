import { token } from '../../cli/helpers.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs } from '../../scan/helpers.ts';

const test = suite('dumps in other bases');
const SECRET = token('in a dump');
const TEXT = `POST /login HTTP/1.1\nAuthorization: Bearer ${SECRET}\n\nbody\t1 2 3 end of it\n`;

type Cell = (byte: number) => string;

const octal: Cell = (byte) => byte.toString(8).padStart(3, '0');
const escaped: Cell = (byte) => ({ 9: '\\t', 10: '\\n', 32: ' ' })[byte] ?? String.fromCharCode(byte);
const named: Cell = (byte) => ({ 9: 'ht', 10: 'nl', 32: 'sp' })[byte] ?? String.fromCharCode(byte);

/** Lines of 16 bytes (of `count`) behind addresses of base `radix`. */
function dump(cell: Cell, width: number, { radix = 8, count = 16, digits = 7, colon = '' } = {}): string {
  const bytes = [...Buffer.from(TEXT)];
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += count) {
    const cells = bytes.slice(at, at + count).map((byte) => cell(byte).padStart(width));
    lines.push(`${at.toString(radix).padStart(digits, '0')}${colon}${cells.join('')}\n`);
  }
  return `$ dump\n${lines.join('')}${bytes.length.toString(radix).padStart(digits, '0')}\n`;
}

/** Words of two bytes, the lower one first, in octal: `od`. */
function words(): string {
  const bytes = Buffer.concat([Buffer.from(TEXT), Buffer.alloc(TEXT.length % 2)]);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const cells: string[] = [];
    for (let i = at; i < Math.min(at + 16, bytes.length); i += 2)
      cells.push(` ${bytes.readUInt16LE(i).toString(8).padStart(6, '0')}`);
    lines.push(`${at.toString(8).padStart(7, '0')}${cells.join('')}\n`);
  }
  return lines.join('');
}

const DUMPS: Readonly<Record<string, string>> = {
  'od -c': dump(escaped, 4),
  'od -a': dump(named, 4),
  'od -b': dump(octal, 4),
  'od -tu1': dump(String, 4),
  'od -td1 -Ad': dump(String, 5, { radix: 10 }),
  od: words(),
  'hexdump -c': dump(escaped, 4, { radix: 16 }),
  'xxd -b': dump((byte) => byte.toString(2).padStart(8, '0'), 9, { radix: 16, count: 6, digits: 8, colon: ':' }),
};

for (const [name, text] of Object.entries(DUMPS)) {
  test(`${name}: a value is found at the line on which it begins`, async () => {
    assert.not(text.includes(SECRET));
    const { findings } = await scanBlobs([blobOf('a.log', text)]);
    assert.equal(
      findings.map(({ ruleId, location }) => `${ruleId} ${location.view.join()}`),
      ['gitlab-pat hexdump'],
    );
    const size = name === 'xxd -b' ? 6 : 16;
    const line = Math.floor(TEXT.indexOf(SECRET) / size) + (name === 'od' ? 1 : 2);
    assert.is(findings[0]?.location.startLine, line);
  });
}

/** Rows of `count` numbers of `size` bytes, the lower byte first, behind what `head` gives for the place of a row. */
function rows(cell: (value: bigint) => string, size: number, head: (at: number) => string, count = 16 / size): string {
  const bytes = Buffer.concat([Buffer.from(TEXT), Buffer.alloc(8)]);
  const lines: string[] = [];
  for (let at = 0; at < TEXT.length; at += count * size) {
    const cells: string[] = [];
    for (let i = at; i < Math.min(at + count * size, TEXT.length); i += size)
      cells.push(cell(BigInt(`0x${Buffer.from([...bytes.subarray(i, i + size)].toReversed()).toString('hex')}`)));
    lines.push(`${head(at)}${cells.join('')}\n`);
  }
  return lines.join('');
}

const hex =
  (width: number, before: string): ((value: bigint) => string) =>
  (value) =>
    `${before}${value.toString(16).padStart(width, '0')}`;
const spaces =
  (width: number, base: number): ((value: bigint) => string) =>
  (value) =>
    value.toString(base).padStart(width);
const NONE = (): string => '';
const octalAt = (at: number): string => at.toString(8).padStart(7, '0');

/** Every line of the first dump with its line of the second below it. */
function inTurn(first: string, second: string): string {
  const below = second.split('\n');
  return first
    .split('\n')
    .map((line, index) => `${line}\n${below[index] ?? ''}`)
    .join('\n');
}

const FORMS: Readonly<Record<string, string>> = {
  'od -An -tx1': rows(hex(2, ' '), 1, NONE),
  'od -An -x': rows(hex(4, ' '), 2, NONE),
  'od -An -tx8': rows(hex(16, ' '), 8, NONE),
  'od -An -tu1': rows(spaces(4, 10), 1, NONE),
  'od -An -c': dump(escaped, 4).replaceAll(/^\d{7}/gm, ''),
  'od -tx1c': inTurn(
    rows(hex(2, '  '), 1, octalAt),
    dump(escaped, 4)
      .replaceAll(/^\d{7}/gm, ' '.repeat(7))
      .slice(7),
  ),
  'od -td2': rows(spaces(7, 10), 2, octalAt),
  'od -td8': rows(spaces(21, 10), 8, octalAt),
  'xxd -d': rows(hex(2, ' '), 1, (at) => `${String(at).padStart(8, '0')}:`),
  'gdb x/xb': rows(
    hex(2, '\t0x'),
    1,
    (at) => `0x55555555${(0x8040 + at).toString(16)}${at === 0 ? ' <buf>' : ` <buf+${at}>`}:`,
    8,
  ),
  'gdb x/xw': rows(hex(8, '\t0x'), 4, (at) => `0x55555555${(0x8040 + at).toString(16)} <buf+${at}>:`),
  'WinDbg db': rows(hex(2, ' '), 1, (at) => `00000000\`${(0x2f0 + at).toString(16).padStart(8, '0')} `),
  'a log': rows(hex(2, ' '), 1, (at) => `[   12.${100_000 + at * 7}] buf: ${at.toString(16).padStart(8, '0')}:`),
};

for (const [name, text] of Object.entries(FORMS)) {
  test(`${name}: a value is found`, async () => {
    assert.not(text.includes(SECRET));
    const { findings } = await scanBlobs([blobOf('a.log', text)]);
    assert.equal(
      [...new Set(findings.map(({ ruleId, location }) => `${ruleId} ${location.view.join()}`))],
      ['gitlab-pat hexdump'],
    );
  });
}

test('columns of numbers that are no dump are nothing', async () => {
  const lines = Array.from(
    { length: 40 },
    (_, index) => `${String(1000 + 7 * index).padStart(7, '0')}   ${index} apples`,
  );
  const { findings, ledger } = await scanBlobs([blobOf('table.txt', lines.join('\n'))]);
  assert.equal(findings, []);
  assert.equal(ledger[0]?.views, {});
});

test.run();
