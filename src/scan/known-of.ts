import type { ScanContext } from './context.ts';
import type { KnownRun } from './known.ts';
import type { ScanOptions } from './plan.ts';

/** The declared values of a run, made ready; loaded where there are any. */
export async function knownOf({ known, env }: Pick<ScanOptions, 'known' | 'env'>): Promise<KnownRun | undefined> {
  if (known === undefined) return undefined;
  const { knownRun } = await import('./known.ts');
  return knownRun(known, env);
}

/** Enters in the account what of the declared values is not looked for; gives the notes for the result. */
export async function tellKnown(known: KnownRun | undefined, context: ScanContext): Promise<readonly string[]> {
  if (known === undefined) return [];
  const { accountKnown, knownNotes } = await import('./known.ts');
  accountKnown(known, context);
  return knownNotes(known, context);
}
