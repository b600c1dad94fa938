import { token } from '../../cli/helpers.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs, told } from '../../scan/helpers.ts';

const test = suite('heap snapshots');
const SECRET = token('in a heap');
const META = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node_types: [['hidden', 'string', 'concatenated string', 'sliced string'], 'string'],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [['context', 'internal'], 'string_or_number', 'node'],
};

const rows = (numbers: readonly number[], width: number): string =>
  Array.from(
    { length: numbers.length / width },
    (_, row) => `${numbers.slice(row * width, (row + 1) * width).join()}\n`,
  ).join();

type Rope = string | readonly [Rope, Rope];

/** A snapshot as V8 writes it, of a text in parts. Strings stand in the other order, as they may. */
function snapshotOf(rope: Rope): string {
  const strings = ['(concatenated string)', 'second', 'first'];
  const nodes: number[] = [];
  const edges: number[] = [];
  const leaves: string[] = [];
  const collect = (part: Rope): void => (typeof part === 'string' ? void leaves.push(part) : part.forEach(collect));
  collect(rope);
  strings.push(...leaves.toReversed());
  const open: Rope[] = [rope];
  const all: Rope[] = [];
  for (let part = open.shift(); part !== undefined; part = open.shift()) {
    all.push(part);
    if (typeof part !== 'string') open.push(...part);
  }
  for (const [index, part] of all.entries()) {
    const isLeaf = typeof part === 'string';
    nodes.push(isLeaf ? 1 : 2, isLeaf ? strings.indexOf(part) : 0, index, 16, isLeaf ? 0 : 2, 0, 0);
    if (!isLeaf) edges.push(1, 2, all.indexOf(part[0]) * 7, 1, 1, all.indexOf(part[1]) * 7);
  }
  const head = JSON.stringify({ snapshot: { meta: META, node_count: all.length, edge_count: edges.length / 3 } }).slice(
    0,
    -1,
  );
  return `${head},\n"nodes":[${rows(nodes, 7)}],\n"edges":[${rows(edges, 3)}],\n"strings":[${strings.map((text) => `\n${JSON.stringify(text)}`).join()}]}`;
}

test('the parts of a concatenated string are put together, wherever they stand', async () => {
  const parts: Rope = [
    ['Bearer "', SECRET.slice(0, 9)],
    [SECRET.slice(9, 15), [SECRET.slice(15), ' and more']],
  ];
  const text = snapshotOf(parts);
  assert.not(text.includes(SECRET));
  const { findings } = await scanBlobs([blobOf('app.heapsnapshot', text)]);
  assert.equal(
    findings.map(({ ruleId, location }) => `${ruleId} ${location.view.join()}`),
    ['gitlab-pat heap-joined'],
  );
  const line = text.split('\n').findIndex((one) => one.includes(SECRET.slice(0, 9))) + 1;
  assert.is(findings[0]?.location.startLine, line);
});

test('a value that stands in one part is told once, where it stands', async () => {
  const text = snapshotOf(['key ', `${SECRET} and more`]);
  const { findings } = await scanBlobs([blobOf('app.heapsnapshot', text)]);
  assert.equal(findings.map(told), [
    `gitlab-pat app.heapsnapshot:${text.slice(0, text.indexOf(SECRET)).split('\n').length}:2`,
  ]);
});

test('a snapshot that is cut or says nonsense of itself is a text like others', async () => {
  const text = snapshotOf([SECRET.slice(0, 9), SECRET.slice(9)]);
  const broken = [
    text.slice(0, text.indexOf('"edges"')),
    text.replace('node_fields', 'fields'),
    text.replace('"first"', '"third"'),
  ];
  for (const [index, one] of broken.entries())
    assert.equal((await scanBlobs([blobOf(`${index}.heapsnapshot`, one)])).findings, []);
});

test.run();
