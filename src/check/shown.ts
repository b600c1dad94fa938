import type { CheckFacts, Observation } from '../check-result.ts';
import { NameCleaner } from '../scan/result-names.ts';
import type { ScanOutcome } from '../scan.ts';
import type { Secret } from '../secret.ts';

/** Observations and facts, in words of the packet, the prose and the environment. */
export interface Said {
  readonly facts: CheckFacts;
  readonly observations: readonly Observation[];
}

/**
 * The same without any value: somebody may have written one in place of an id, a path, a sentence or a range. Values
 * that a rule recognizes and values found in the run are replaced, so that the rest stays readable.
 */
export async function shown<T extends Said>(
  said: T,
  { safeName }: Pick<ScanOutcome, 'safeName'>,
  secrets: readonly Secret[],
): Promise<T> {
  const cleaner = new NameCleaner(secrets);
  const safe = new Map<string, string>();
  for (const text of textsIn([said.facts, said.observations])) safe.set(text, cleaner.clean(await safeName(text)));
  const map = <V>(value: V): V => mapped(value, (text) => safe.get(text) ?? text);
  return { ...said, facts: map(said.facts), observations: map(said.observations) };
}

function textsIn(value: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  mapped(value, (text) => {
    texts.add(text);
    return text;
  });
  return texts;
}

/** A document of plain values with each of its texts mapped; keys are unchanged. */
function mapped<V>(value: V, map: (text: string) => string): V {
  if (typeof value === 'string') return map(value) as V;
  if (Array.isArray(value)) return value.map((item) => mapped<unknown>(item, map)) as V;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped<unknown>(item, map)])) as V;
}
