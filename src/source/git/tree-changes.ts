import { type Change, type Changes, noteChange, type Wanted } from './changes.ts';
import type { CommitGraph } from './graph.ts';
import type { IdTable } from './id-table.ts';
import type { Listing } from './listing.ts';
import { NO_ENTRY, type Trees } from './trees.ts';

/** Maximum depth of nested folders followed; git itself stops at 4096 (`core.maxTreeDepth`). */
const DEEPEST = 2048;
/** Maximum number of comparisons per commit: only trees that name each other many times over need more. */
const MOST = 1_000_000;
/** The same for all commits together. */
const MOST_IN_ALL = 50_000_000;

const UNKNOWN = 0;
const HOLDS = 1;
const HOLDS_NOT = 2;

/**
 * The result of `readChanges`, computed from trees in memory: each commit is compared with its parents, a merge by what
 * differs from all of them. Only folders that contain something wanted are entered.
 */
export class TreeChanges {
  readonly #listing: Listing;
  readonly #trees: Trees;
  readonly #blobs: ReadonlySet<number>;
  readonly #names: ReadonlySet<number>;
  /** By index, whether an object is wanted or contains something wanted. */
  readonly #marks: Uint8Array;
  readonly #changes: Changes & { complete: boolean } = {
    added: new Map(),
    removed: new Map(),
    named: new Map(),
    complete: true,
  };
  #commit = '';
  #left = MOST;
  #leftInAll = MOST_IN_ALL;

  constructor(listing: Listing, table: IdTable, trees: Trees, wanted: Wanted) {
    this.#listing = listing;
    this.#trees = trees;
    this.#blobs = new Set([...wanted.objects].map((id) => table.findId(id)));
    const names = Array.from({ length: wanted.names.size === 0 ? 0 : trees.names.length }, (_, name) => name);
    this.#names = new Set(names.filter((name) => wanted.names.has(trees.names.bytes(name).toString('latin1'))));
    this.#marks = new Uint8Array(listing.length);
    for (const index of this.#blobs) if (index >= 0) this.#marks[index] = HOLDS;
  }

  /** Compares all commits of a graph. */
  ofCommits({ commits, order }: CommitGraph): Changes {
    for (const index of order) {
      const tree = commits.tree(index);
      this.#mark(tree);
      this.#commit = commits.id(index);
      this.#left = MOST;
      const parents = commits.parents(index).map((parent) => commits.tree(parent));
      if (!parents.includes(tree)) this.#compare(parents.length === 0 ? [NO_ENTRY] : parents, tree, '', 0);
    }
    return this.#changes;
  }

  /** Paths in a tree of the wanted objects, by object id. */
  static paths(
    listing: Listing,
    table: IdTable,
    trees: Trees,
    at: { tree: number; objects: ReadonlySet<string> },
  ): Map<string, string[]> {
    const search = new TreeChanges(listing, table, trees, { objects: at.objects, names: new Set() });
    search.#mark(at.tree);
    search.#compare([NO_ENTRY], at.tree, '', 0);
    return new Map([...search.#changes.added].map(([id, list]) => [id, list.map(({ path }) => path)]));
  }

  /** Determines whether a tree and all trees below it contain something wanted. */
  #mark(tree: number): void {
    const marks = this.#marks;
    const stack = this.#trees.isTree(tree) ? [tree] : [];
    for (let index = stack.at(-1); index !== undefined; index = stack.at(-1)) {
      if (marks[index] !== UNKNOWN) {
        stack.pop();
        continue;
      }
      const before = stack.length;
      let holds = HOLDS_NOT;
      this.#trees.each(index, (child, name) => {
        if (this.#names.has(name) || (child >= 0 && marks[child] === HOLDS)) holds = HOLDS;
        if (this.#trees.isTree(child) && marks[child] === UNKNOWN) stack.push(child);
      });
      // Folders pushed above this one are processed first.
      if (stack.length === before) marks[index] = holds;
    }
  }

  #holds(child: number, name: number): boolean {
    return this.#names.has(name) || (child >= 0 && this.#marks[child] === HOLDS);
  }

  /** @param parents what each parent has in place of the tree, {@link NO_ENTRY} for nothing */
  #compare(parents: readonly number[], tree: number, path: string, depth: number): void {
    if (depth > DEEPEST) {
      this.#changes.complete = false;
      return;
    }
    const names = new Set<number>();
    for (const side of [tree, ...parents]) {
      this.#trees.each(side, (child, name) => {
        if (this.#holds(child, name)) names.add(name);
      });
    }
    for (const name of names) this.#compareEntry(parents, { tree, name, path, depth });
  }

  #compareEntry(
    parents: readonly number[],
    { tree, name, path, depth }: { tree: number; name: number; path: string; depth: number },
  ): void {
    const after = this.#trees.childOf(tree, name);
    const before = parents.map((parent) => this.#trees.childOf(parent, name));
    if (before.includes(after)) return;
    if (--this.#left < 0 || --this.#leftInAll < 0) {
      this.#changes.complete = false;
      return;
    }
    const bytes = this.#trees.names.bytes(name);
    const change = { commit: this.#commit, path: `${path}${bytes.toString('utf8')}` };
    this.#note(before, after, change);
    if (after !== NO_ENTRY && this.#names.has(name)) this.#noteName(bytes.toString('latin1'), change);
    if ([after, ...before].some((child) => this.#trees.isTree(child)))
      this.#compare(before, after, `${change.path}/`, depth + 1);
  }

  #note(before: readonly number[], after: number, change: Change): void {
    if (this.#blobs.has(after)) noteChange(this.#changes.added, this.#listing.ids.at(after), change);
    for (const child of new Set(before)) {
      if (this.#blobs.has(child)) noteChange(this.#changes.removed, this.#listing.ids.at(child), change);
    }
  }

  #noteName(name: string, change: Change): void {
    if (!this.#changes.named.has(name)) this.#changes.named.set(name, change);
  }
}
