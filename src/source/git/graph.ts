import type { Commits } from './commits.ts';
import type { Ref } from './refs.ts';

/** Number of commits followed at a time: the bits of a small integer. */
const AT_A_TIME = 30;

/** The commits of a repository, reachable or not, each after its parents. */
export class CommitGraph {
  readonly commits: Commits;
  /** Indexes of the commits: parents before children, otherwise older ones first. */
  readonly order: readonly number[];

  constructor(commits: Commits) {
    this.commits = commits;
    this.order = parentsFirst(commits);
  }

  /** For each of `commits` (ids), the refs whose history contains it. */
  holders(commits: readonly string[], refs: readonly Ref[]): Map<string, string[]> {
    const holders = new Map<string, string[]>(commits.map((id) => [id, []]));
    const tips = refs.map(({ name, commit }) => ({ name, index: this.commits.indexOf(commit) }));
    for (let from = 0; from < commits.length; from += AT_A_TIME) {
      const group = commits.slice(from, from + AT_A_TIME);
      const bits = this.#descend(group);
      for (const { name, index } of tips) {
        const held = bits.get(index) ?? 0;
        if (held !== 0) group.forEach((id, bit) => held & (1 << bit) && holders.get(id)?.push(name));
      }
    }
    return holders;
  }

  /** The bits of each commit: its own and those of all its ancestors. */
  #descend(group: readonly string[]): Map<number, number> {
    const bits = new Map<number, number>();
    group.forEach((id, bit) => {
      const index = this.commits.indexOf(id);
      if (index >= 0) bits.set(index, 1 << bit);
    });
    for (const index of this.order) {
      let held = bits.get(index) ?? 0;
      for (const parent of this.commits.parents(index)) held |= bits.get(parent) ?? 0;
      if (held !== 0) bits.set(index, held);
    }
    return bits;
  }
}

function parentsFirst(commits: Commits): number[] {
  const byDate = [...commits.taken].sort((a, b) => commits.time(a) - commits.time(b));
  const order: number[] = [];
  const done = new Set<number>();
  for (const start of byDate) {
    const stack = [start];
    for (let index = stack.at(-1); index !== undefined; index = stack.at(-1)) {
      const isWaiting = (parent: number): boolean => commits.has(parent) && !done.has(parent);
      const waiting = done.has(index) ? undefined : commits.parents(index).find(isWaiting);
      if (waiting !== undefined) {
        stack.push(waiting);
        continue;
      }
      if (!done.has(index)) order.push(index);
      done.add(index);
      stack.pop();
    }
  }
  return order;
}
