import type { Changes, Wanted } from '../../source/git/changes.ts';
import { readChanges } from '../../source/git/changes.ts';
import { Commits } from '../../source/git/commits.ts';
import { CommitGraph } from '../../source/git/graph.ts';
import { headFiles } from '../../source/git/head-files.ts';
import { IdTable } from '../../source/git/id-table.ts';
import { COMMIT, type Listing, TAG, TREE } from '../../source/git/listing.ts';
import { readListed } from '../../source/git/listed-objects.ts';
import { HASH_START, HASH_STEP } from '../../source/git/name-table.ts';
import type { Ref } from '../../source/git/refs.ts';
import type { Repository } from '../../source/git/repository.ts';
import { TreeChanges } from '../../source/git/tree-changes.ts';
import { Trees } from '../../source/git/trees.ts';
import { pathHash, VersionOrder } from '../../source/git/version-order.ts';

/** Maximum number of bytes of trees kept in memory, where they take up about a quarter of their size: 512 MiB. */
const MOST_TREES = 512 * 1024 * 1024;

/** Whether the trees of a listing are few enough to be kept. */
export function isSmallHistory(listing: Listing): boolean {
  let bytes = 0;
  for (let index = 0; index < listing.length; index++) if (listing.type(index) === TREE) bytes += listing.size(index);
  return bytes <= MOST_TREES;
}

/**
 * The commits and trees of a repository, so that git need not read them again: they show which objects are missing,
 * which are versions of one file, and who introduced what.
 */
export class History {
  readonly commits: Commits;
  readonly trees: Trees;
  readonly #listing: Listing;
  readonly #table: IdTable;
  #namesAbsent = false;

  constructor(listing: Listing) {
    this.#listing = listing;
    this.#table = new IdTable(listing.ids);
    this.commits = new Commits(listing, this.#table);
    this.trees = new Trees(listing, this.#table);
  }

  /** Takes an object of the listing; blobs are not needed. */
  take(index: number, bytes: Buffer): void {
    const type = this.#listing.type(index);
    if (type === TREE) this.trees.add(index, bytes);
    else if (type === COMMIT) this.commits.add(index, bytes);
    else if (type === TAG && bytes.toString('latin1', 0, 7) === 'object ')
      this.#namesAbsent ||= this.#table.findHex(bytes, 7) < 0;
  }

  /** Whether every commit and tree of the listing was taken. */
  get isWhole(): boolean {
    return this.commits.isWhole && this.trees.count === this.#listing.count(TREE);
  }

  /** Whether every named object is present: named by the objects read, by refs or by `others`. */
  isClosed(refs: readonly Ref[], others: readonly string[]): boolean {
    if (!this.isWhole || this.#namesAbsent || this.commits.namesAbsent || this.trees.namesAbsent) return false;
    const ids = [...refs.map(({ object }) => object), ...others];
    return ids.every((id) => this.#table.findId(id) >= 0);
  }

  /** The given objects with versions of a path in a row; those that no commit leads to come last. */
  inOrder(indexes: readonly number[]): readonly number[] {
    const wanted = new Uint8Array(this.#listing.length);
    for (const index of indexes) wanted[index] = 1;
    const order = new VersionOrder();
    const seen = new Uint8Array(this.#listing.length);
    for (const commit of this.commits.inChains()) this.#walk(this.commits.tree(commit), { wanted, seen, order });
    return [...order.sorted(), ...indexes.filter((index) => wanted[index] === 1)];
  }

  #walk(root: number, { wanted, seen, order }: { wanted: Uint8Array; seen: Uint8Array; order: VersionOrder }): void {
    const { trees } = this;
    const stack = [root, HASH_START];
    while (stack.length > 0) {
      const folder = stack.pop() ?? HASH_START;
      const tree = stack.pop() ?? -1;
      if (tree < 0 || seen[tree] === 1) continue;
      seen[tree] = 1;
      trees.each(tree, (child, name) => {
        if (child < 0) return;
        if (wanted[child] === 1) {
          wanted[child] = 0;
          order.add(child, pathHash(trees.names.hash(name), folder));
        } else if (seen[child] === 0 && trees.isTree(child))
          stack.push(child, Math.imul(folder ^ trees.names.hash(name), HASH_STEP));
      });
    }
  }

  /** The names of files and folders for which `isWanted` is true, and the trees that contain them. */
  named(isWanted: (name: Buffer) => boolean): {
    readonly names: ReadonlySet<string>;
    readonly trees: readonly number[];
  } {
    const { trees } = this;
    const numbers = new Set<number>();
    for (let name = 0; name < trees.names.length; name++) if (isWanted(trees.names.bytes(name))) numbers.add(name);
    const names = new Set([...numbers].map((name) => trees.names.bytes(name).toString('latin1')));
    const found: number[] = [];
    for (let index = 0; numbers.size > 0 && index < this.#listing.length; index++) {
      let has = false;
      trees.each(index, (_, name) => (has ||= numbers.has(name)));
      if (has) found.push(index);
    }
    return { names, trees: found };
  }

  /** Same result as `readChanges`. */
  changes(graph: CommitGraph, wanted: Wanted): Changes {
    return new TreeChanges(this.#listing, this.#table, this.trees, wanted).ofCommits(graph);
  }

  /** Paths of the objects in the tree of a commit. */
  filesOf(commit: string, objects: ReadonlySet<string>): Map<string, string[]> {
    const tree = this.commits.tree(this.commits.indexOf(commit));
    return TreeChanges.paths(this.#listing, this.#table, this.trees, { tree, objects });
  }
}

/** The history as attribution needs it: from memory if all of it was read, otherwise from git. */
export interface HistorySource {
  graph(): Promise<CommitGraph>;
  changes(graph: CommitGraph, wanted: Wanted): Promise<Changes>;
  headFiles(head: string | undefined, objects: ReadonlySet<string>): Promise<Map<string, string[]>>;
}

/** @param history what was read, if it was kept */
export function historySource(repository: Repository, listing: Listing, history: History | undefined): HistorySource {
  if (history?.isWhole === true) {
    return {
      graph: () => Promise.resolve(new CommitGraph(history.commits)),
      changes: (graph, wanted) => Promise.resolve(history.changes(graph, wanted)),
      headFiles: (head, objects) => Promise.resolve(history.filesOf(head ?? '', objects)),
    };
  }
  return {
    graph: () => readGraph(repository, listing),
    changes: ({ commits, order }, wanted) =>
      readChanges(
        repository,
        order.map((index) => commits.id(index)),
        wanted,
      ),
    headFiles: (_, objects) => headFiles(repository, objects),
  };
}

/** Reads all commits of a repository, except damaged ones. */
async function readGraph(repository: Repository, listing: Listing): Promise<CommitGraph> {
  const commits = new Commits(listing, new IdTable(listing.ids));
  const indexes = Array.from({ length: listing.length }, (_, index) => index);
  await readListed(
    listing,
    indexes.filter((index) => listing.type(index) === COMMIT),
    repository.git,
    {
      take: (index, bytes) => {
        if (bytes !== undefined) commits.add(index, bytes);
        return undefined;
      },
      pause: () => false,
    },
  );
  return new CommitGraph(commits);
}
