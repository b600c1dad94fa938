import { deflateSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('escapeFinder()');

function decoded(text: string): string[] {
  const bytes = Buffer.from(text);
  const views = decodedViews(
    bytes,
    { start: 0, end: bytes.length },
    { budget: new Budget(0), onSkip: () => undefined },
  );
  return [...views].filter(({ kind }) => kind === 'entity').map((view) => view.bytes.toString().trim());
}

test('a line that begins with a value is decoded with the line above, which names it', () => {
  assert.equal(decoded('<a>\n<name>x</name>\n<value>a&amp;b</value>\n'), ['<name>x</name>\n<value>a&b</value>']);
  assert.equal(decoded('{\n"key": "x",\n"value": "a&#38;b"\n}\n'), ['"key": "x",\n"value": "a&b"']);
});

test('other lines are decoded alone', () => {
  assert.equal(decoded('<a>\n<name>x</name>\n<other>a&amp;b</other>\n'), ['<other>a&b</other>']);
});

test('data that is no text holds no container in its escapes', () => {
  const packed = deflateSync(Buffer.from('a table of a font '.repeat(8)));
  const opened = (front: Buffer): boolean[] => {
    const bytes = Buffer.concat([packed, front, Buffer.from(String.raw`\u0041\u0042`)]);
    const views = decodedViews(
      bytes,
      { start: 0, end: bytes.length },
      { budget: new Budget(0), onSkip: () => undefined },
    );
    return [...views].filter(({ kind }) => kind === 'json-escape').map(({ container }) => container);
  };
  assert.equal(opened(Buffer.from([0xff, 0xfe, 0x80])), [false]);
});

test.run();
