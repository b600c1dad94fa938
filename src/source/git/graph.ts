import { readObjects } from './cat-file.ts';
import { commitFacts, type CommitFacts } from './objects.ts';
import type { ObjectIds } from './object-ids.ts';
import type { Ref } from './refs.ts';
import type { Repository } from './repository.ts';

/** Commits that are followed at a time: bits of a small integer. */
const AT_A_TIME = 30;

/** The commits of a repository, reachable or not, each behind its parents. */
export class CommitGraph {
  readonly #facts: ReadonlyMap<string, CommitFacts>;
  /** Ids, parents first, older ones first otherwise. */
  readonly order: readonly string[];

  constructor(facts: ReadonlyMap<string, CommitFacts>) {
    this.#facts = facts;
    this.order = parentsFirst(facts);
  }

  get(id: string): CommitFacts | undefined {
    return this.#facts.get(id);
  }

  /** For each of `commits` the refs whose history holds it. */
  holders(commits: readonly string[], refs: readonly Ref[]): Map<string, string[]> {
    const holders = new Map<string, string[]>(commits.map((id) => [id, []]));
    for (let from = 0; from < commits.length; from += AT_A_TIME) {
      const group = commits.slice(from, from + AT_A_TIME);
      const bits = this.#descend(new Map(group.map((id, bit) => [id, 1 << bit])));
      for (const { name, commit } of refs) {
        const held = bits.get(commit) ?? 0;
        group.forEach((id, bit) => held & (1 << bit) && holders.get(id)?.push(name));
      }
    }
    return holders;
  }

  /** Each commit's bits: its own and those of all that it builds on. */
  #descend(own: ReadonlyMap<string, number>): Map<string, number> {
    const bits = new Map<string, number>();
    for (const id of this.order) {
      let held = own.get(id) ?? 0;
      for (const parent of this.#facts.get(id)?.parents ?? []) held |= bits.get(parent) ?? 0;
      if (held !== 0) bits.set(id, held);
    }
    return bits;
  }
}

/** Reads all commits of a repository; one that is missing or damaged is left out. */
export async function readGraph(repository: Repository, commits: ObjectIds): Promise<CommitGraph> {
  const facts = new Map<string, CommitFacts>();
  for await (const batch of readObjects(commits, repository.git)) {
    for (const event of batch) if (event.kind === 'object') facts.set(event.id, commitFacts(event.bytes));
  }
  return new CommitGraph(facts);
}

function parentsFirst(facts: ReadonlyMap<string, CommitFacts>): string[] {
  const byDate = [...facts].sort(([, a], [, b]) => a.committed - b.committed).map(([id]) => id);
  const order: string[] = [];
  const done = new Set<string>();
  for (const start of byDate) {
    const stack = [start];
    for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
      const waiting = done.has(id) ? undefined : facts.get(id)?.parents.find((one) => facts.has(one) && !done.has(one));
      if (waiting !== undefined) {
        stack.push(waiting);
        continue;
      }
      if (!done.has(id)) order.push(id);
      done.add(id);
      stack.pop();
    }
  }
  return order;
}
