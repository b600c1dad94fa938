import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('texts behind prefixes');

function stripped(text: string): string {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)]
    .filter((view) => view.kind === 'prefix-stripped')
    .map((view) => view.bytes.toString())
    .join('|');
}

const PRINTED = ['kind: Token', 'spec:', '  name: "deploy"', '  text: "quiet meadow"', 'status: ok'];
const TEXT = `${PRINTED.join('\n')}\n`;

type Writer = (line: string, index: number) => string;
const CARRIERS: Readonly<Record<string, Writer>> = {
  'times of a job': (line, index) => `2026-11-20T10:11:1${index}.1234567Z ${line}`,
  'what a container runtime writes': (line, index) => `2026-11-20T10:11:12.00000000${index}Z stdout F ${line}`,
  'names of services': (line) => `web-1  | ${line}`,
  'times and pods': (line, index) => `10:11:1${index} [pod/web-7d9/app] ${line}`,
  'the head of a system log': (line, index) => `Nov 20 10:11:1${index} host-1 app[4711]: ${line}`,
  'numbers of lines': (line, index) => `${String(8 + index).padStart(6)}\t${line}`,
  'numbers and bars': (line, index) => `${String(8 + index).padStart(3)} | ${line}`,
  'files and numbers': (line, index) => `deploy/app.yaml:${8 + index}:${line}`,
  'marks of quotation': (line) => `> ${line}`,
};

for (const [name, write] of Object.entries(CARRIERS)) {
  test(`${name} are left out in front of lines that belong together`, () => {
    const head = Array.from({ length: 3 }, (_, index) => write('started', index)).join('\n');
    assert.match(stripped(`${head}\n${PRINTED.map(write).join('\n')}\n`), TEXT);
  });
}

test('lines of a comparison of files are read without their marks, wherever it stands', () => {
  const hunk = PRINTED.map((line, index) => `${'+- '[index % 3] ?? ' '}${line}`).join('\n');
  assert.match(stripped(`Some words.\n\nThen more.\n\n@@ -1,2 +1,5 @@ class\n${hunk}\n`), TEXT);
});

test('records of JSON that hold a line each are read as these lines, with the escapes of JSON', () => {
  const records = PRINTED.map((line, index) => JSON.stringify({ time: index, log: `${line}\n`, stream: 'stdout' }));
  assert.match(stripped(`${records.join('\n')}\n`), TEXT.replaceAll('"', String.raw`\"`));
});

test('lines of several services belong together by their service', () => {
  const lines = [...PRINTED.map((line) => `web-1  | ${line}`), ...PRINTED.map((line) => `db-1   | ${line}`)];
  assert.is(stripped(`${lines.join('\n')}\n`).split(TEXT).length, 3);
});

test('lines of several services belong together where they take turns', () => {
  const other = Array.from({ length: 9 }, (_, index) => `GET /items/${index} 200`);
  const turns = (mine: string, others: readonly string[]): string =>
    PRINTED.flatMap((line, index) => [`${mine}${line}`, ...others.map((one) => `${one}${other[index] ?? ''}`)]).join(
      '\n',
    );
  assert.match(stripped(`${turns('web-1  | ', ['db-1   | '])}\n`), TEXT);
  assert.match(stripped(`${turns('web-1  | ', ['web-2  | ', 'web-3  | ', 'db-1   | '])}\n`), TEXT);
  assert.match(stripped(`${turns('10:11:12 [pod/a/app] ', ['10:11:13 [pod/b/app] '])}\n`), TEXT);
  const both = PRINTED.flatMap((line) => [`web-1  | ${line}`, `db-1   | ${line}`]);
  assert.is(stripped(`${both.join('\n')}\n`).split(TEXT).length, 3);
  assert.not.match(
    stripped(
      `${turns(
        'web-1  | ',
        Array.from({ length: 20 }, (_, n) => `db-${n}   | `),
      )}\n`,
    ),
    TEXT,
  );
});

test('lines that are not indented belong together where one is a row, or says what follows', () => {
  const texts = [
    'INSERT INTO colours (name, shade)\nVALUES ("sky", "quiet meadow");\n',
    '+----+-------+\n| id | shade |\n+----+-------+\n|  1 | green |\n+----+-------+\n',
    'Use this password to log in:\n\nquiet-meadow\n',
  ];
  for (const text of texts) {
    const lines = text.split('\n').slice(0, -1);
    assert.ok(stripped(`${lines.map((line) => `web-1  | ${line}`).join('\n')}\n`).includes(text), text);
  }
});

test('the stream of a job of GitLab is no part of the indentation behind it', () => {
  const lines = PRINTED.map((line) => `2026-11-20T10:11:12.123456Z 01O ${line}`);
  assert.match(stripped(`${lines.join('\n')}\n`), TEXT);
});

test('a log whose lines stand for themselves is not read again', () => {
  const lines = Array.from({ length: 50 }, (_, index) => `2026-11-20T10:11:12Z INFO  request ${index} took   3 ms`);
  assert.is(stripped(lines.join('\n')), '');
  assert.is(stripped(TEXT), '');
});

test('marks of comments are left out around a line that has a value whose name stands in another one', () => {
  const settings = ['- name: deploy', '  kind: text', '  value: "quiet meadow"', '- name: other'];
  for (const mark of ['# ', '## ', '// ', '-- ', '; ', ' * ', '% ', '! '])
    assert.match(
      stripped(`a: 1\n${settings.map((line) => `${mark}${line}\n`).join('')}b: 2\n`),
      settings.join('\n'),
      mark,
    );
  assert.is(stripped(settings.map((line) => `${line}\n`).join('')), '');
  assert.is(stripped(settings.map((line) => `# ${line.replace('value', 'text')}\n`).join('')), '');
});

test('what is found in it lies where the text has it', () => {
  const text = PRINTED.map((line) => `web-1  | ${line}\n`).join('');
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  const [view] = [...decodedViews(bytes, { start: 0, end: bytes.length }, options)].filter(
    ({ kind }) => kind === 'prefix-stripped',
  );
  const at = view?.bytes.indexOf('quiet meadow') ?? -1;
  const outer = view?.toOuter({ start: at, end: at + 12 });
  assert.is(text.slice(outer?.start, outer?.end), 'quiet meadow');
});

test.run();
