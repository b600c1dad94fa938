import type { Span } from '../../types.ts';
import { isCredentialHeading } from '../columns/headings.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { Joints, lowerBound } from '../joined/joints.ts';

const [QUOTE, BACKSLASH, ZERO, NINE, CLOSE, MINUS] = [0x22, 0x5c, 0x30, 0x39, 0x5d, 0x2d] as const;
const LINE_END = Buffer.from('\n');
const ASSIGNED = Buffer.from(' = "');
const CLOSED = Buffer.from('"\n');
/** Longest joined text, and maximum number of its parts. */
const LONGEST = 64 * 1024;
const MOST_PARTS = 4096;
/** Longest name of a member or variable. */
const LONGEST_NAME = 48;
const KIND = 'heap-joined';
/** Edges that have names of the program: members of objects, and variables kept by functions. */
const NAMED_EDGES: readonly string[] = ['property', 'context'];

/** Positions of the fields in nodes and edges, and the numbers of the types needed, as the snapshot declares them. */
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
  readonly named: readonly number[];
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
    named: NAMED_EDGES.map((name) => edgeTypes.indexOf(name)).filter((type) => type >= 0),
  };
}

/** The layout from the snapshot's head; undefined if that is incomplete. */
function readLayout(bytes: Buffer, nodes: number): Layout | undefined {
  try {
    const head = bytes.toString('latin1', 0, nodes).replace(/,\s*$/, '}');
    const { snapshot } = JSON.parse(head) as { snapshot: { meta: Meta } };
    const layout = layoutOf(snapshot.meta);
    return Object.values(layout)
      .flat()
      .every((place: number) => place >= 0)
      ? layout
      : undefined;
  } catch {
    return undefined;
  }
}

/** The numbers of the array whose opening bracket precedes `start`. */
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

/** Positions of the strings in the array at `start`, without their quotes: alternating starts and ends. */
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

/** The nodes of strings that V8 stores as two parts, with these parts. */
class Ropes {
  readonly #nodes: Float64Array;
  readonly #layout: Layout;
  readonly #parts: Map<number, readonly [first: number, second: number]>;

  constructor(nodes: Float64Array, edges: Float64Array, layout: Layout, nameOf: (index: number) => string) {
    this.#nodes = nodes;
    this.#layout = layout;
    this.#parts = partsOf(nodes, edges, layout, nameOf);
  }

  /** Nodes that are not part of another one. */
  *tops(): Generator<number> {
    const inner = new Set([...this.#parts.values()].flat());
    for (const node of this.#parts.keys()) if (!inner.has(node)) yield node;
  }

  /** Indexes of the strings that make up the text of a node, in order; undefined if one is missing. */
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

/** Joined texts, one per line, with the source string of each byte. */
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
      this.#put({ start, end }, this.#from.subarray(start, end));
    }
    this.#end(LINE_END);
  }

  #put(place: Span, part: Buffer): void {
    this.#starts.push(this.length);
    this.#places.push(place);
    this.#parts.push(part);
    this.length += part.length;
  }

  #end(part: Buffer): void {
    this.#parts.push(part);
    this.length += part.length;
    this.joints.addBreak(this.length);
  }

  /** Adds the value of a name as an assignment. */
  addNamed(name: Span, leaves: readonly Span[]): void {
    const [first] = leaves;
    if (first === undefined) return;
    this.#put(name, this.#from.subarray(name.start, name.end));
    this.#put({ start: first.start, end: first.start }, ASSIGNED);
    this.joints.add(this.length, 'sure');
    for (const leaf of leaves) this.#put(leaf, this.#from.subarray(leaf.start, leaf.end));
    this.#end(CLOSED);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Strings are in no particular order, so only the first one that a span comes from is given. */
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

/** Indexes of the strings that may be names of credentials. */
function credentialNames(places: Uint32Array, bytes: Buffer): ReadonlySet<number> {
  const names = new Set<number>();
  for (let at = 0; at < places.length; at += 2) {
    const [start = 0, end = 0] = [places[at], places[at + 1]];
    if (end - start <= LONGEST_NAME && isCredentialHeading(bytes.toString('latin1', start, end))) names.add(at / 2);
  }
  return names;
}

/** Edges that have one of the names, with the offset of their target node. */
function* namedEdges(
  edges: Float64Array,
  layout: Layout,
  names: ReadonlySet<number>,
): Generator<{ readonly name: number; readonly node: number }> {
  for (let at = 0; at + layout.edgeSize <= edges.length; at += layout.edgeSize) {
    const name = edges[at + layout.edgeName] ?? 0;
    if (names.has(name) && layout.named.includes(edges[at + layout.edgeType] ?? 0))
      yield { name, node: edges[at + layout.toNode] ?? 0 };
  }
}

function join(bytes: Buffer, at: { nodes: number; edges: number; strings: number }, layout: Layout): RopeText {
  const places = stringsAt(bytes, at.strings);
  const spanOf = (index: number): Span => ({ start: places[2 * index] ?? 0, end: places[2 * index + 1] ?? 0 });
  const nameOf = (index: number): string => bytes.toString('latin1', spanOf(index).start, spanOf(index).end);
  const edges = numbersAt(bytes, at.edges);
  const ropes = new Ropes(numbersAt(bytes, at.nodes), edges, layout, nameOf);
  const text = new RopeText(bytes);
  const told = new Set<string>();
  for (const { name, node } of namedEdges(edges, layout, credentialNames(places, bytes))) {
    const leaves = ropes.leaves(node) ?? [];
    const key = `${name} ${leaves.join(' ')}`;
    if (told.has(key)) continue;
    told.add(key);
    const spans = leaves.map(spanOf);
    if (sizeOf(spans) <= LONGEST) text.addNamed(spanOf(name), spans);
  }
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
 * Concatenated strings of a V8 heap snapshot, whose parts are separate entries, joined according to their edges `first` and `second`; and
 * strings held by a member or variable with a credential's name, next to that name. Slices of longer strings are not included: the snapshot
 * does not record where they begin.
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
