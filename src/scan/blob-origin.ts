import type { TextOrigin } from '../detect/detector.ts';
import { innerPath } from './inner-path.ts';
import type { Blob, LedgerEntry } from '../types.ts';
import type { ScanContext } from './context.ts';
import { pathInPacket } from './packet-path.ts';

/** The origin and commit of a blob. A member has those of its container. */
export function originOf({ origin, commit }: Blob): Pick<Blob, 'origin' | 'commit'> {
  return { ...(origin === undefined ? {} : { origin }), ...(commit === undefined ? {} : { commit }) };
}

/** What rules may check about a blob: its name and those of its containers, and the commit that it is or that introduces it. */
export function textOriginOf(
  { path, view, origin, commit }: Pick<Blob, 'path' | 'view' | 'origin' | 'commit'>,
  { cwd, packetRoot }: Pick<ScanContext, 'cwd' | 'packetRoot'>,
): TextOrigin {
  const inside = view.map((step) => step.slice(step.indexOf(':') + 1));
  return {
    path: [pathInPacket(path, cwd, packetRoot), ...inside].join('!'),
    file: innerPath(path, view),
    commit: commit ?? origin?.object,
  };
}

/** The id of the Git object that the blob is or is part of. */
export function objectOf({ origin, view }: Blob): Pick<LedgerEntry, 'object'> {
  const id = origin?.object;
  return id !== undefined && view.length === 0 && /^[0-9a-f]+$/.test(id) ? { object: id } : {};
}
