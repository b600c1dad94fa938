/** Heap snapshots of V8 for tests. */

const META = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node_types: [['hidden', 'string', 'concatenated string', 'sliced string'], 'string'],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [['context', 'internal', 'property'], 'string_or_number', 'node'],
};

const rows = (numbers: readonly number[], width: number): string =>
  Array.from(
    { length: numbers.length / width },
    (_, row) => `${numbers.slice(row * width, (row + 1) * width).join()}\n`,
  ).join();

/** A text in parts. */
export type Rope = string | readonly [Rope, Rope];

/** What holds a text: a member of an object, or a variable that a function keeps. */
export interface Holder {
  readonly kind: 'property' | 'context';
  readonly name: string;
}

/** A snapshot as V8 writes it, of a text in parts. Strings stand in the other order, as they may. */
export function makeHeapSnapshot(rope: Rope, holder?: Holder): string {
  const strings = [
    '(concatenated string)',
    'second',
    'first',
    ...(holder ? [holder.name, '(closure)', 'Object', '(shape)'] : []),
  ];
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
  if (holder) {
    nodes.push(0, 0, all.length, 16, 1, 0, 0);
    edges.push(holder.kind === 'property' ? 2 : 0, 3, 0);
  }
  const head = JSON.stringify({
    snapshot: { meta: META, node_count: nodes.length / 7, edge_count: edges.length / 3 },
  }).slice(0, -1);
  return `${head},\n"nodes":[${rows(nodes, 7)}],\n"edges":[${rows(edges, 3)}],\n"strings":[${strings.map((text) => `\n${JSON.stringify(text)}`).join()}]}`;
}
