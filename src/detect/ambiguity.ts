import type { AST } from '@eslint-community/regexpp';
import { AutomatonBuilder, type State } from './automaton.ts';

/** Repetitions that are modelled separately: with two the number of ways is small, with more it may multiply. */
const COPIES = 2;

/** The successors of each node, as numbers. */
interface Graph {
  readonly roots: readonly number[];
  next(node: number): readonly number[];
}

/** Strongly connected components reachable from the roots (Tarjan, 1972), without recursion. */
function components(graph: Graph): number[][] {
  const found: number[][] = [];
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const enter = (node: number): { node: number; next: number[] } => {
    low.set(node, index.size);
    index.set(node, index.size);
    open.push(node);
    isOpen.add(node);
    return { node, next: [...graph.next(node)] };
  };
  const lower = (node: number, to: number | undefined): void => {
    low.set(node, Math.min(low.get(node) ?? 0, to ?? 0));
  };
  for (const root of graph.roots) {
    const path = index.has(root) ? [] : [enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.next.pop();
      if (next !== undefined) {
        if (!index.has(next)) path.push(enter(next));
        else if (isOpen.has(next)) lower(top.node, index.get(next));
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above.node, low.get(top.node));
      if (low.get(top.node) !== index.get(top.node)) continue;
      const component = open.splice(open.lastIndexOf(top.node));
      for (const node of component) isOpen.delete(node);
      found.push(component);
    }
  }
  return found;
}

function meet(a: State, b: State): boolean {
  return a.bytes === b.bytes || a.bytes.some((bit, byte) => bit === 1 && b.bytes[byte] === 1);
}

/** Pairs of states of one component in which two readings of the same text may be at the same time. */
function pairGraph(states: readonly State[]): Graph {
  const size = states.length;
  const numbers = new Map(states.map((state, number) => [state, number]));
  const inside = states.map((state) => [...new Set(state.next)].flatMap((next) => numbers.get(next) ?? []));
  return {
    roots: states.map((_, number) => number * (size + 1)),
    next: (pair) => {
      const [a, b] = [inside[Math.floor(pair / size)] ?? [], inside[pair % size] ?? []];
      const pairs = a.flatMap((i) => b.map((j) => [i, j] as const));
      return pairs.flatMap(([i, j]) => {
        const [left, right] = [states[i], states[j]];
        return left && right && meet(left, right) ? [Math.min(i, j) * size + Math.max(i, j)] : [];
      });
    },
  };
}

/** Whether two different paths lead from a state back to itself on the same text. */
function isAmbiguousWithin(states: readonly State[]): boolean {
  if (states.length < 2) return false;
  const isSame = (pair: number): boolean => pair % (states.length + 1) === 0;
  return components(pairGraph(states)).some((pairs) => pairs.some(isSame) && !pairs.every(isSame));
}

/**
 * Whether the number of ways to read a text multiplies with its length, as when `(?:[a-z]{1,9}_?){1,9}` reads letters: a backtracking
 * engine tries all of them. More than two repetitions count as unbounded (Weber and Seidl 1991: a pattern is exponentially ambiguous if two
 * different paths lead from a state to itself on the same text).
 */
export function isAmbiguous(tree: AST.Pattern, flags: string): boolean {
  if (!repeatsGroups(tree)) return false;
  const builder = new AutomatonBuilder(flags, COPIES);
  builder.body(tree);
  const { states } = builder;
  const numbers = new Map(states.map((state, number) => [state, number]));
  const graph = {
    roots: states.map((_, number) => number),
    next: (state: number): readonly number[] => [
      ...new Set(states[state]?.next.map((next) => numbers.get(next) ?? 0) ?? []),
    ],
  };
  return components(graph).some((component) => isAmbiguousWithin(component.flatMap((number) => states[number] ?? [])));
}

/** Only repeated groups can multiply the number of ways. */
function repeatsGroups(node: AST.Pattern | AST.Element): boolean {
  if (node.type === 'Quantifier') {
    const { element, max } = node;
    return (max > COPIES && (element.type === 'Group' || element.type === 'CapturingGroup')) || repeatsGroups(element);
  }
  if (!('alternatives' in node)) return false;
  return node.alternatives.some((alternative) => alternative.elements.some(repeatsGroups));
}
