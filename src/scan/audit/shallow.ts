import { shallowCuts } from '../../source/git/folder.ts';
import { IdTable } from '../../source/git/id-table.ts';
import type { Listing } from '../../source/git/listing.ts';
import { type AuditSetup, skipPart } from './setup.ts';

/**
 * Reports where the history of a shallow clone ends, if the audit reaches that far: a range may not.
 *
 * @returns whether it does
 */
export function tellCuts(setup: AuditSetup, { ids }: Listing): boolean {
  const { shallow, commonDir } = setup.repository;
  if (!shallow) return false;
  const table = new IdTable(ids);
  const cuts = shallowCuts(commonDir).filter((id) => table.findId(id) >= 0).length;
  if (cuts === 0) return false;
  const detail = `history ends at ${cuts === 1 ? 'a commit' : `${cuts} commits`}: what lies before was never fetched`;
  skipPart(setup, 'shallow', 'missing-object', detail);
  return true;
}
