import { readFileSync } from 'node:fs';
import type { Description } from './features.ts';

/** A part of a description whose words the model knows. */
type Part = keyof Description['words'];

/** Trained weights as stored in `data/generic-model.json`, written by `scripts/generic/train.py`. */
interface ModelData {
  /** Log-odds before any tree. */
  readonly bias: number;
  /** Numeric features, by name. */
  readonly numbers: readonly string[];
  /** Word features, 1 if the part contains the word: `[part, word]`. */
  readonly words: readonly (readonly string[])[];
  /** Each tree as nodes in preorder, four numbers each: feature (-1 for a leaf), threshold, index of the right child, mean. */
  readonly trees: readonly (readonly number[])[];
}

/** A feature and its contribution to the score, in log-odds; above 0 towards a secret. */
export interface Reason {
  readonly feature: string;
  readonly weight: number;
}

/** Gradient-boosted trees over the features of a candidate. Deterministic: sums of fixed numbers in a fixed order. */
export class Model {
  readonly #data: ModelData;
  /** By part, the index of each word that the model knows. */
  readonly #words: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly #forest: Forest;

  constructor(weights: ModelData) {
    this.#data = weights;
    const words = new Map<string, Map<string, number>>();
    for (const [index, [part = '', word = '']] of weights.words.entries()) {
      const known = words.get(part) ?? new Map<string, number>();
      words.set(part, known.set(word, weights.numbers.length + index));
    }
    this.#words = words;
    this.#forest = forestOf(weights.trees);
  }

  /** Probability that the candidate is a secret, from 0 to 1. */
  score(description: Description): number {
    return 1 / (1 + Math.exp(-sumOf(this.#forest, this.#vector(description), this.#data.bias)));
  }

  /** The features that contributed most to the score, strongest first. */
  reasons(description: Description, most: number): Reason[] {
    const vector = this.#vector(description);
    const weights = new Map<number, number>();
    for (const tree of this.#data.trees) {
      leafOf(tree, vector, (feature, change) => weights.set(feature, (weights.get(feature) ?? 0) + change));
    }
    const reasons = [...weights].map(([feature, weight]) => ({ feature: this.#nameOf(feature, vector), weight }));
    return reasons.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, most);
  }

  #vector({ numbers, words }: Description): Float64Array {
    const { numbers: names, words: vocabulary } = this.#data;
    const vector = new Float64Array(names.length + vocabulary.length);
    for (let index = 0; index < names.length; index++) vector[index] = numbers[names[index] ?? ''] ?? 0;
    for (const part in words) {
      const known = this.#words.get(part);
      for (const word of words[part as Part]) {
        const index = known?.get(word);
        if (index !== undefined) vector[index] = 1;
      }
    }
    return vector;
  }

  #nameOf(feature: number, vector: Float64Array): string {
    const { numbers, words } = this.#data;
    const name = numbers[feature];
    if (name !== undefined) return `${name}: ${Number((vector[feature] ?? 0).toFixed(2))}`;
    const [part = '', word = ''] = words[feature - numbers.length] ?? [];
    return `${PLACES[part as Part]} ${vector[feature] === 1 ? 'holds' : 'does not hold'} '${word}'`;
  }
}

const PLACES: Readonly<Record<Part, string>> = {
  name: 'the name',
  value: 'the value',
  line: 'the line before the name',
};

/** All trees in one array of nodes, small enough for a processor's cache: a score traverses each of them. */
interface Forest {
  /** Index of each tree's root. */
  readonly roots: Uint32Array;
  /** The feature that an inner node tests, -1 for a leaf. */
  readonly features: Int16Array;
  /** For an inner node the index of its right child; the left one directly follows the node. */
  readonly rights: Uint32Array;
  /** The threshold of an inner node, the mean of a leaf. */
  readonly values: Float64Array;
}

function forestOf(trees: readonly (readonly number[])[]): Forest {
  const count = trees.reduce((sum, tree) => sum + tree.length / 4, 0);
  const [features, rights, values] = [new Int16Array(count), new Uint32Array(count), new Float64Array(count)];
  const roots = new Uint32Array(trees.length);
  let node = 0;
  for (const [index, tree] of trees.entries()) {
    const root = node;
    roots[index] = root;
    for (let at = 0; at < tree.length; at += 4, node++) {
      const feature = tree[at] ?? -1;
      features[node] = feature;
      rights[node] = root + (tree[at + 2] ?? 0);
      values[node] = tree[feature < 0 ? at + 3 : at + 1] ?? 0;
    }
  }
  return { roots, features, rights, values };
}

/** The means of the leaves that a vector leads to, added to `bias` tree by tree. */
function sumOf({ roots, features, rights, values }: Forest, vector: Float64Array, bias: number): number {
  let sum = bias;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree] as number;
    for (let feature = features[node] as number; feature >= 0; feature = features[node] as number)
      node = (vector[feature] as number) <= (values[node] as number) ? node + 1 : (rights[node] as number);
    sum += values[node] as number;
  }
  return sum;
}

/** Index of the vector's leaf in the tree; `onStep` receives how each test changed the mean. */
function leafOf(
  tree: readonly number[],
  vector: Float64Array,
  onStep?: (feature: number, change: number) => void,
): number {
  let at = 0;
  for (let feature = tree[0] ?? -1; feature >= 0; feature = tree[at] ?? -1) {
    const next = (vector[feature] ?? 0) <= (tree[at + 1] ?? 0) ? at + 4 : 4 * (tree[at + 2] ?? 0);
    onStep?.(feature, (tree[next + 3] ?? 0) - (tree[at + 3] ?? 0));
    at = next;
  }
  return at;
}

let model: Model | undefined;

/** The same relative path works from the sources and from the bundle's chunks, because the build copies the file. */
const FILE = new URL('../data/generic-model.json', import.meta.url);

/** The built-in model, read from its file on first use: most runs over a few files never need it. */
export function builtinModel(): Model {
  return (model ??= new Model(JSON.parse(readFileSync(FILE, 'utf8')) as ModelData));
}
