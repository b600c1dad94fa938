import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { type DecodedView, decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('values apart from their names');

const VALUE = ['Zq7', 'vLw2', 'Rt9x', 'Kd4'].join('');
const OTHER = ['m4', 'Kx8a', 'Tw2p', 'Vq6Z'].join('');

function viewsOf(bytes: Buffer, kind: string): DecodedView[] {
  const options = { budget: new Budget(0), onSkip: () => undefined };
  const views = [...decodedViews(bytes, { start: 0, end: bytes.length }, options)];
  return views.filter((view) => view.kind === kind);
}

/** The lines of the views of a kind. */
function linesOf(bytes: Buffer, kind: string): string[] {
  return viewsOf(bytes, kind).flatMap((view) => view.bytes.toString('latin1').split('\n').filter(Boolean));
}

const indexed = (value: unknown): string[] => linesOf(Buffer.from(JSON.stringify(value)), 'indexed-json');

const framed = (text: string, type: string): string => `${Buffer.byteLength(text, 'latin1')}:${text}${type}`;

/** Of a page of SvelteKit. */
const node = (name: string, value: string): unknown => ({ type: 'data', data: [{ [name]: 1 }, value], uses: {} });

function netstring(value: unknown): string {
  if (typeof value === 'string') return framed(value, ',');
  if (Array.isArray(value)) return framed(value.map(netstring).join(''), ']');
  const members = Object.entries(value as Record<string, unknown>);
  return framed(members.map(([name, item]) => framed(name, ';') + netstring(item)).join(''), '}');
}

test('flatted: what a member refers to by the number of a text', () => {
  const list = [{ a: '1', n: 3 }, { password: '2', token: 2, flag: true, user: '3' }, VALUE, 'ann'];
  assert.equal(indexed(list), [`password = "${VALUE}"`]);
});

test('devalue: numbers, lists, types, and a name and a value in members of their own', () => {
  const list = [{ a: 1, b: 4 }, { password: 2, none: -1, tokens: 3 }, VALUE, [2, 6], ['Date', 7], { key: 8, value: 6 }];
  assert.equal(indexed([...list, OTHER, '2026-12-01', 'client_secret']), [
    `password = "${VALUE}"`,
    `tokens = "${VALUE}"`,
    `tokens = "${OTHER}"`,
    `client_secret = "${OTHER}"`,
  ]);
  assert.equal(indexed([['Reactive', 1], { password: 2 }, VALUE]), [`password = "${VALUE}"`]);
});

test('the nodes of a page of SvelteKit have a list each', () => {
  assert.equal(indexed({ type: 'data', nodes: [null, node('password', VALUE), node('api_key', OTHER)] }), [
    `password = "${VALUE}"`,
    `api_key = "${OTHER}"`,
  ]);
});

test('turbo-stream: the name is an entry as well', () => {
  assert.equal(indexed([{ _1: 2 }, 'data', { _3: 4 }, 'password', VALUE]), [`password = "${VALUE}"`]);
});

test('rows are no entries: texts in them, or numbers alone', () => {
  assert.equal(indexed([{ id: 1, name: 'a' }, { id: 2, token: 3 }, VALUE, VALUE]), []);
  assert.equal(indexed([...Array.from({ length: 70 }, () => ({ id: 1, token: 71 })), VALUE, VALUE]), []);
});

test('netstrings: members of a dictionary and headers, which are lists of two', () => {
  const request = {
    headers: [
      ['X-Api-Key', VALUE],
      ['Host', 'a.test'],
    ],
    password: OTHER,
    content: 'x'.repeat(9),
  };
  const flow = netstring({ type: 'http', request });
  assert.equal(linesOf(Buffer.from(flow + flow.replace(VALUE, OTHER)), 'netstrings'), [
    `X-Api-Key = "${VALUE}"`,
    `password = "${OTHER}"`,
    `X-Api-Key = "${OTHER}"`,
    `password = "${OTHER}"`,
  ]);
});

test('a value has its place in the text', () => {
  const bytes = Buffer.from(netstring({ type: 'http', password: VALUE }));
  const [view] = viewsOf(bytes, 'netstrings');
  const at = view?.bytes.indexOf(VALUE) ?? -1;
  const start = bytes.indexOf(VALUE);
  assert.equal(view?.toOuter({ start: at, end: at + VALUE.length }), { start, end: start + VALUE.length });
});

test('no text of numbers and brackets makes the readers throw or take long', () => {
  const part = fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '"1"', '1', '"token"', '"_1"', '\\', '9:', '3:');
  fc.assert(
    fc.property(fc.constantFrom('[{"a":1', '[["1"', '12:4:type;'), fc.array(part, { maxLength: 60 }), (head, parts) => {
      viewsOf(Buffer.from(head + parts.join('')), 'none');
    }),
  );
  const many = Array.from({ length: 20_000 }, () => '{"tokens":1}').join(',');
  const list = `[{"a":1},[${'2,'.repeat(20_000)}2],"${VALUE}",${many}]`;
  const start = performance.now();
  viewsOf(Buffer.from(list), 'indexed-json');
  assert.ok(performance.now() - start < 5000);
});

test.run();
