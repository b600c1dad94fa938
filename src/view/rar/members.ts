import type { RandomAccess } from '../random-access.ts';
import { members4, SIGNATURE_4 } from './blocks4.ts';
import { members5, SIGNATURE_5 } from './blocks5.ts';
import type { RarEvent } from './entry.ts';

/**
 * Members of a RAR archive of any version, in order.
 *
 * @param at position of its signature
 * @returns the end of the archive
 */
export function membersOf(access: RandomAccess, at: number): Generator<RarEvent, number> {
  const isNew = access.read(at, SIGNATURE_5.length).equals(SIGNATURE_5);
  return isNew ? members5(access, at + SIGNATURE_5.length) : members4(access, at + SIGNATURE_4.length);
}

/** End of the archive that begins at an offset. */
export function rarEnd(access: RandomAccess, at: number): number {
  const members = membersOf(access, at);
  for (;;) {
    const { done, value } = members.next();
    if (done === true) return Math.min(value, access.size);
  }
}
