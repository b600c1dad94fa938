import { SHORTEST_MARKED, VALUE_MARK } from '../name-mark.ts';
import { isPlainWord } from '../detect/wordlike.ts';

/** The paths of a ledger from which a scan removed a value, recognized by what is left of them. */
export class MarkedPaths {
  readonly #byLength: Map<number, (readonly string[])[]> = new Map();

  /** @param paths with `/`; those without a mark are ignored */
  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      if (!path.includes(VALUE_MARK)) continue;
      const steps = path.split('/');
      const list = this.#byLength.get(steps.length);
      if (list === undefined) this.#byLength.set(steps.length, [steps]);
      else list.push(steps);
    }
  }

  /** The ledger's paths that a name may correspond to. */
  fitting(name: string): readonly string[] {
    if (this.#byLength.size === 0) return [];
    const steps = name.split('/');
    const marked = this.#byLength.get(steps.length) ?? [];
    return marked
      .filter((path) => path.every((step, index) => isCalled(steps[index] ?? '', step)))
      .map((path) => path.join('/'));
  }
}

/** Whether a step of a name may have a value where the marked one has its marks. */
function isCalled(step: string, marked: string): boolean {
  if (step === marked) return true;
  const first = marked.indexOf(VALUE_MARK);
  if (first < 0) return false;
  const [before, behind] = [marked.slice(0, first), marked.slice(marked.lastIndexOf(VALUE_MARK) + VALUE_MARK.length)];
  if (!step.startsWith(before) || !step.endsWith(behind)) return false;
  const value = step.slice(before.length, step.length - behind.length);
  return value.length >= SHORTEST_MARKED && !isPlainWord(value);
}
