import { expand } from '../../../scripts/lib/values.ts';
import { makeZip } from '../../helpers/archives.ts';
import { token } from '../../cli/helpers.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs, told } from '../../scan/helpers.ts';
import { expand as expandBlob, memoryBlob } from '../expand.ts';

const test = suite('sheets of workbooks');
const PASSWORD = expand(['{base62:12}', '7!'], 'in a sheet');
const SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** A workbook of one sheet; texts are strings by number, or stand in the cells. */
function workbook(rows: readonly (readonly (string | number)[])[], isInline = false): Buffer {
  const strings = [...new Set(rows.flat().filter((cell) => typeof cell === 'string'))];
  const cell = (value: string | number, at: string): string => {
    if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
    if (isInline)
      return `<c r="${at}" t="inlineStr"><is><r><t>${value.slice(0, 3)}</t></r><r><t>${value.slice(3)}</t></r></is></c>`;
    return `<c r="${at}" s="1" t="s"><v>${strings.indexOf(value)}</v></c>`;
  };
  const rowOf = (cells: readonly (string | number)[], row: number): string =>
    `<row r="${row}">${cells.map((value, column) => cell(value, `${'ABCDEF'[column] ?? ''}${row}`)).join('')}</row>`;
  const sheet = rows.map((cells, index) => rowOf(cells, index + 1)).join('');
  return makeZip([
    { name: 'xl/worksheets/sheet1.xml', data: `<worksheet ${SPACE}><sheetData>${sheet}</sheetData></worksheet>` },
    {
      name: 'xl/sharedStrings.xml',
      data: `<sst ${SPACE}>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    },
  ]);
}

async function labelsOf(bytes: Buffer): Promise<string | undefined> {
  const { blobs, skips } = await expandBlob(memoryBlob(bytes), 'zip');
  assert.equal(skips, []);
  return blobs.find(({ view }) => view.endsWith('columns'))?.bytes.toString();
}

test('values under the heading of a secret, or beside it, are lines with it', async () => {
  for (const isInline of [false, true]) {
    const rows = [
      ['Accounts &amp; more'],
      ['host', 'user', 'Password', 'port'],
      ['db1', 'anna', `${PASSWORD}&quot;`, 5432],
      ['db2', 'bert', 'Password', 1],
      ['Admin password', PASSWORD],
    ];
    assert.is(await labelsOf(workbook(rows, isInline)), `Password = ${PASSWORD}"\nAdmin password = "${PASSWORD}"\n`);
  }
});

test('a password under its heading, or beside its name, is found', async () => {
  const under = [
    ['host', 'user', 'Password'],
    ['db1', 'anna', PASSWORD],
  ];
  assert.equal((await scanBlobs([blobOf('a.xlsx', workbook(under))])).findings.map(told), [
    'generic-secret a.xlsx > zip:xl/worksheets/sheet1.xml > columns:1:13',
  ]);
  const two = [
    ['user', 'password'],
    ['anna', PASSWORD],
  ];
  assert.is((await scanBlobs([blobOf('a.xlsx', workbook(two))])).findings.length, 1);
  const beside = [
    ['DB password', PASSWORD],
    ['host', 'db1'],
  ];
  // The strings of the workbook stand one below the other as well.
  assert.equal((await scanBlobs([blobOf('a.xlsx', workbook(beside))])).findings.map(told), [
    'generic-secret a.xlsx > zip:xl/sharedStrings.xml > xml-text-joined:1:106',
    'generic-secret a.xlsx > zip:xl/worksheets/sheet1.xml > columns:1:16',
  ]);
});

test('what no heading names is told once, in the member that holds it', async () => {
  const { findings } = await scanBlobs([blobOf('a.xlsx', workbook([['note', token('in a cell')]]))]);
  assert.equal(findings.map(told), ['gitlab-pat a.xlsx > zip:xl/sharedStrings.xml:1:99']);
});

test('cells without places, of numbers that are none and in a broken sheet are passed over', async () => {
  const sheet = `<row><c t="s"><v>7</v></c><c t="str"><v>Token</v></c><c><v>5</v></c></row><row><c/><c><v>1</v></c></row><row><c t="s"><v>0</v></c>`;
  const zip = makeZip([{ name: 'xl/worksheets/sheet1.xml', data: sheet }]);
  assert.is(await labelsOf(zip), 'Token = "5"\n');
});

test('a sheet that never ends a tag takes no longer than its length asks for', async () => {
  const started = process.cpuUsage();
  for (const part of ['<c', '<si', '<t ', '<c r="A1" t="inlineStr"><t>', '</row', '&#x'])
    await expandBlob(
      memoryBlob(
        makeZip([
          { name: 'xl/worksheets/sheet1.xml', data: `${part.repeat(200_000)}</row>` },
          { name: 'xl/sharedStrings.xml', data: part.repeat(200_000) },
        ]),
      ),
      'zip',
    );
  assert.ok(process.cpuUsage(started).user < 5e6);
});

test.run();
