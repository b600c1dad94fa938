import { AccessCursor, BrokenParts } from '../access-cursor.ts';
import type { RandomAccess } from '../random-access.ts';
import { BrokenTable, tableLoss } from '../rows/broken-table.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import type { Loss } from '../nested-blob.ts';
import { PickleMachine } from './pickle.ts';
import { isPickle } from './pickle-head.ts';
import type { StoredObject } from './stored-object.ts';
import { Composite } from './values.ts';

/** Bytes that identify another pickle. */
const HEAD = 512;
/** Number of instructions that are no coincidence: data that fails earlier is not a pickle. */
const LEAST_STEPS = 8;

/** Runs a pickle to its end; gives what was lost. */
function lossIn(machine: PickleMachine): Loss | undefined {
  try {
    machine.run();
    return undefined;
  } catch (error) {
    if (error instanceof BrokenParts) return { reason: error.reason, detail: `it is not read on: ${error.message}` };
    return tableLoss(error);
  }
}

/** Reads consecutive pickles, as programs write them into one file. */
export function* pickles(
  access: Pick<RandomAccess, 'size' | 'read'>,
  { effort }: JsonLines,
  from: number = 0,
): Generator<StoredObject> {
  const cursor = new AccessCursor(access, from);
  for (let start = from; start < access.size; start = cursor.position) {
    if (start > from && !isPickle(access.read(start, HEAD))) return;
    const machine = new PickleMachine(cursor, effort);
    const loss = lossIn(machine);
    if (loss !== undefined && machine.steps < LEAST_STEPS && loss.reason !== 'truncated') return;
    const span = loss === undefined && machine.isWhole ? { start, end: cursor.position } : undefined;
    yield { value: new Composite([...machine.made], ''), ...(span && { span }) };
    if (loss === undefined) continue;
    throw new BrokenTable(loss.reason, loss.detail);
  }
}
