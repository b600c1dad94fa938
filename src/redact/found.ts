import { Detector } from '../detect/detector.ts';
import { knownSet } from '../detect/known/known-set.ts';
import { KnownValues } from '../detect/known/matcher.ts';
import type { ScanContext } from '../scan/context.ts';
import type { KnownInput } from '../scan/known.ts';
import type { Secret } from '../secret.ts';
import type { NamedValue, RuleInfo } from '../types.ts';
import { Redactor } from './redactor.ts';

/** Values that a run removed, by the rules that found them: each must be removed wherever it occurs. */
export class FoundValues {
  readonly #values: NamedValue[] = [];
  readonly #seen: Set<string> = new Set();

  /** @param text the value, to check whether it is already there */
  add({ class: kind, id }: Pick<RuleInfo, 'class' | 'id'>, secret: Secret, text?: string): void {
    if (kind !== 'secret' || (text !== undefined && this.#seen.has(text))) return;
    if (text !== undefined) this.#seen.add(text);
    this.#values.push({ name: id, secret });
  }

  get secrets(): readonly Secret[] {
    return this.#values.map(({ secret }) => secret);
  }

  /** What to look for in a scan that must find none of them: the declared values, and these. */
  known(declared: KnownInput | undefined): KnownInput | undefined {
    if (this.#values.length === 0) return declared;
    return { ...(declared ?? { values: [] }), own: [...(declared?.own ?? []), ...this.#values] };
  }

  /**
   * Removes these values from texts, in all forms in which declared values are found, and nothing else; the marks name
   * the rules that found them. Undefined if all are too weak to be looked for without their surroundings.
   */
  redactor(context: ScanContext): Redactor | undefined {
    const { tables, count } = knownSet(this.#values);
    if (count === 0) return undefined;
    const detector = new Detector([], { known: new KnownValues(tables) });
    return new Redactor({ ...context, detector }, { ruleOf: ({ known, ruleId }) => known?.name ?? ruleId });
  }
}
