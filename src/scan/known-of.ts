import type { ScanContext } from './context.ts';
import type { KnownRun } from './known.ts';
import type { ScanOptions } from './plan.ts';

/** The declared values of a run, prepared for matching. Loaded only if there are any. */
export async function knownOf({ known, env }: Pick<ScanOptions, 'known' | 'env'>): Promise<KnownRun | undefined> {
  if (known === undefined) return undefined;
  const { knownRun } = await import('./known.ts');
  return knownRun(known, env);
}

/** Records the declared values that are not looked for and returns the notes for the result. */
export async function tellKnown(known: KnownRun | undefined, context: ScanContext): Promise<readonly string[]> {
  if (known === undefined) return [];
  const { accountKnown, knownNotes } = await import('./known.ts');
  accountKnown(known, context);
  return knownNotes(known, context);
}
