import { type KnownFinder, KnownFinders } from './finder.ts';
import type { PrintPlan } from './prints/matcher.ts';
import type { KnownTables } from './tables.ts';

/** Declared values of a run, as plain data: tables that contain them, and fingerprints that do not. */
export interface KnownPlan {
  readonly tables?: KnownTables | undefined;
  readonly prints: readonly PrintPlan[];
}

/** The finder for a plan; the code for each kind is loaded only if needed. */
export async function knownFinder({ tables, prints }: KnownPlan): Promise<KnownFinder> {
  const finders: KnownFinder[] = [];
  if (tables !== undefined) finders.push(new (await import('./matcher.ts')).KnownValues(tables));
  if (prints.length > 0) {
    const { PrintedValues } = await import('./prints/matcher.ts');
    finders.push(...prints.map((plan) => new PrintedValues(plan)));
  }
  return new KnownFinders(finders);
}
