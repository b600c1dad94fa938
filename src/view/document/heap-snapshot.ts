import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { Joints, lowerBound } from '../joined/joints.ts';

const [QUOTE, BACKSLASH, ZERO, NINE, CLOSE, MINUS, LF] = [0x22, 0x5c, 0x30, 0x39, 0x5d, 0x2d, 10] as const;
/** Longest text that is put together, and most parts of it. */
const LONGEST = 64 * 1024;
const MOST_PARTS = 4096;
const KIND = 'heap-joined';

/** Where the fields of nodes and edges stand, and the numbers of the kinds that are asked for, by the snapshot's own word. */
interface Layout {
  readonly nodeSize: number;
  readonly type: number;
  readonly name: number;
  readonly edgeCount: number;
  readonly edgeSize: number;
  readonly edgeType: number;
  readonly edgeName: number;
  readonly toNode: number;
  readonly joined: number;
  readonly text: number;
  readonly internal: number;
}

interface Meta {
  readonly node_fields: readonly string[];
  readonly node_types: readonly [readonly string[], ...unknown[]];
  readonly edge_fields: readonly string[];
  readonly edge_types: readonly [readonly string[], ...unknown[]];
}

function layoutOf(meta: Meta): Layout {
  const [node, edge] = [
    (name: string) => meta.node_fields.indexOf(name),
    (name: string) => meta.edge_fields.indexOf(name),
  ];
  const [nodeTypes, edgeTypes] = [meta.node_types[0], meta.edge_types[0]];
  return {
    nodeSize: meta.node_fields.length,
    type: node('type'),
    name: node('name'),
    edgeCount: node('edge_count'),
    edgeSize: meta.edge_fields.length,
    edgeType: edge('type'),
    edgeName: edge('name_or_index'),
    toNode: edge('to_node'),
    joined: nodeTypes.indexOf('concatenated string'),
    text: nodeTypes.indexOf('string'),
    internal: edgeTypes.indexOf('internal'),
  };
}

/** The layout by the snapshot's head; undefined where it has none that is complete. */
function readLayout(bytes: Buffer, nodes: number): Layout | undefined {
  try {
    const head = bytes.toString('latin1', 0, nodes).replace(/,\s*$/, '}');
    const { snapshot } = JSON.parse(head) as { snapshot: { meta: Meta } };
    const layout = layoutOf(snapshot.meta);
    return Object.values(layout).every((place: number) => place >= 0) ? layout : undefined;
  } catch {
    return undefined;
  }
}

/** The numbers of the array whose opening bracket stands in front of `start`. */
function numbersAt(bytes: Buffer, start: number): Float64Array {
  let numbers = new Float64Array(1 << 16);
  let count = 0;
  let value = -1;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= ZERO && byte <= NINE) {
      value = Math.max(0, value) * 10 + byte - ZERO;
      continue;
    }
    if (value >= 0) {
      if (count === numbers.length) {
        const grown = new Float64Array(2 * count);
        grown.set(numbers);
        numbers = grown;
      }
      numbers[count++] = value;
      value = -1;
    }
    if (byte === CLOSE || (byte > NINE && byte !== MINUS)) break;
  }
  return numbers.subarray(0, count);
}

/** Where the strings of the array behind `start` stand, without their quotes: start and end of each. */
function stringsAt(bytes: Buffer, start: number): Uint32Array {
  const places: number[] = [];
  let at = start;
  for (;;) {
    while (at < bytes.length && bytes[at] !== QUOTE && bytes[at] !== CLOSE) at++;
    if (bytes[at] !== QUOTE) return Uint32Array.from(places);
    let end = bytes.indexOf(QUOTE, at + 1);
    while (end >= 0 && isEscaped(bytes, end)) end = bytes.indexOf(QUOTE, end + 1);
    if (end < 0) return Uint32Array.from(places);
    places.push(at + 1, end);
    at = end + 1;
  }
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let slashes = 0;
  while (bytes[at - 1 - slashes] === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

/** The nodes of strings that V8 keeps as two parts, and those parts. */
class Ropes {
  readonly #nodes: Float64Array;
  readonly #layout: Layout;
  readonly #parts: Map<number, readonly [first: number, second: number]>;

  constructor(nodes: Float64Array, edges: Float64Array, layout: Layout, nameOf: (index: number) => string) {
    this.#nodes = nodes;
    this.#layout = layout;
    this.#parts = partsOf(nodes, edges, layout, nameOf);
  }

  /** Those that are no part of another one. */
  *tops(): Generator<number> {
    const inner = new Set([...this.#parts.values()].flat());
    for (const node of this.#parts.keys()) if (!inner.has(node)) yield node;
  }

  /** Numbers of the strings of which the text of a node consists, in order; undefined where one is not there. */
  leaves(top: number): readonly number[] | undefined {
    const leaves: number[] = [];
    const open = [top];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const parts = this.#parts.get(node);
      if (parts !== undefined) open.push(parts[1], parts[0]);
      else if (this.#nodes[node + this.#layout.type] === this.#layout.text)
        leaves.push(this.#nodes[node + this.#layout.name] ?? 0);
      else return undefined;
      if (leaves.length + open.length > MOST_PARTS) return undefined;
    }
    return leaves;
  }
}

function partsOf(
  nodes: Float64Array,
  edges: Float64Array,
  layout: Layout,
  nameOf: (index: number) => string,
): Map<number, readonly [number, number]> {
  const parts = new Map<number, readonly [number, number]>();
  let edge = 0;
  for (let node = 0; node + layout.nodeSize <= nodes.length; node += layout.nodeSize) {
    const end = edge + (nodes[node + layout.edgeCount] ?? 0) * layout.edgeSize;
    if (nodes[node + layout.type] === layout.joined) {
      const part = (name: string): number | undefined =>
        targetOf(edges, { start: edge, end }, layout, (index) => nameOf(index) === name);
      const [first, second] = [part('first'), part('second')];
      if (first !== undefined && second !== undefined) parts.set(node, [first, second]);
    }
    edge = end;
  }
  return parts;
}

function targetOf(
  edges: Float64Array,
  { start, end }: Span,
  layout: Layout,
  isNamed: (name: number) => boolean,
): number | undefined {
  for (let at = start; at < end; at += layout.edgeSize)
    if (edges[at + layout.edgeType] === layout.internal && isNamed(edges[at + layout.edgeName] ?? 0))
      return edges[at + layout.toNode];
  return undefined;
}

/** Joined texts, each on a line, that know which string each of their bytes comes from. */
class RopeText {
  readonly joints: Joints = new Joints();
  readonly #from: Buffer;
  readonly #parts: Buffer[] = [];
  readonly #starts: number[] = [];
  readonly #places: Span[] = [];
  length = 0;

  constructor(from: Buffer) {
    this.#from = from;
  }

  add(leaves: readonly Span[]): void {
    for (const [index, { start, end }] of leaves.entries()) {
      if (index > 0) this.joints.add(this.length, 'sure');
      this.#starts.push(this.length);
      this.#places.push({ start, end });
      this.#parts.push(this.#from.subarray(start, end));
      this.length += end - start;
    }
    this.#parts.push(Buffer.of(LF));
    this.length++;
    this.joints.addBreak(this.length);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Strings stand in no order: what a span comes from is told of its first one. */
  toOuter({ start, end }: Span): Span {
    const index = Math.max(0, lowerBound(this.#starts, start + 1, (at) => at) - 1);
    const place = this.#places[index] ?? { start: 0, end: 0 };
    const from = Math.min(place.end, place.start + start - (this.#starts[index] ?? 0));
    return { start: from, end: Math.max(from, Math.min(place.end, from + end - start)) };
  }
}

function sizeOf(leaves: readonly Span[]): number {
  return leaves.reduce((sum, { start, end }) => sum + end - start, 0);
}

function join(bytes: Buffer, at: { nodes: number; edges: number; strings: number }, layout: Layout): RopeText {
  const places = stringsAt(bytes, at.strings);
  const spanOf = (index: number): Span => ({ start: places[2 * index] ?? 0, end: places[2 * index + 1] ?? 0 });
  const nameOf = (index: number): string => bytes.toString('latin1', spanOf(index).start, spanOf(index).end);
  const ropes = new Ropes(numbersAt(bytes, at.nodes), numbersAt(bytes, at.edges), layout, nameOf);
  const text = new RopeText(bytes);
  for (const top of ropes.tops()) {
    const leaves = ropes.leaves(top)?.map(spanOf) ?? [];
    if (leaves.length > 1 && sizeOf(leaves) <= LONGEST) text.add(leaves);
  }
  return text;
}

function behind(bytes: Buffer, key: string, from: number): number {
  const at = bytes.indexOf(`"${key}":[`, from);
  return at < 0 ? -1 : at + key.length + 4;
}

/**
 * Strings of a V8 heap snapshot that are concatenations: their parts are entries of their own, put together here as their
 * edges `first` and `second` say. Slices of longer strings are not: the snapshot does not say where they begin.
 */
export function* heapSnapshotViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  const nodes = behind(bytes, 'nodes', 0);
  const edges = behind(bytes, 'edges', nodes);
  const strings = behind(bytes, 'strings', edges);
  if (nodes < 0 || edges < 0 || strings < 0) return;
  const layout = readLayout(bytes, nodes - '"nodes":['.length);
  if (layout === undefined) return;
  const text = join(bytes, { nodes, edges, strings }, layout);
  if (text.length === 0 || !context.pay(text.length, KIND, { start: strings, end: bytes.length })) return;
  yield {
    kind: KIND,
    bytes: text.bytes(),
    container: false,
    joints: text.joints,
    toOuter: (span) => text.toOuter(span),
  };
}
