import { audit } from '../audit.ts';
import { ScanError } from '../errors.ts';
import { scopeOf } from '../scan/audit/scope.ts';
import type { ScanOutcome } from '../scan.ts';
import type { CheckOptions } from './gather.ts';
import type { GitFacts } from './git.ts';

/** The result for the commits that a packet asks for. */
export type Commits =
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'unread'; readonly reason: string }
  | {
      readonly kind: 'audited';
      readonly range: string | undefined;
      /** Parts that were read in full in addition to the range. */
      readonly beside: readonly string[];
      readonly outcome: ScanOutcome;
    };

/** Audits the packet's range of commits, or all commits if it gives none. @param unopened why git does not open the repository */
export async function readCommits(
  options: CheckOptions,
  git: GitFacts | undefined,
  unopened: string | undefined,
): Promise<Commits> {
  const { commitRange: range } = options.packet.governed;
  if (!isAsked(options)) return { kind: 'not-asked' };
  if (git === undefined) return { kind: 'unread', reason: unopened ?? 'this is no git repository' };
  for (const name of (range ?? '').split(/\.{2,3}/).filter(Boolean)) {
    if ((await git.commit(name)) === undefined) return { kind: 'unread', reason: `${name} does not exist here` };
  }
  return audited(options, range);
}

function isAsked({ packet }: CheckOptions): boolean {
  const { commitRange, forbiddenSurfaces, waivedSurfaces } = packet.governed;
  const named = commitRange !== undefined || packet.surfaces.commit?.required === true;
  return (named || forbiddenSurfaces.includes('commit')) && !waivedSurfaces.includes('commit');
}

async function audited(options: CheckOptions, range: string | undefined): Promise<Commits> {
  const { packet, packetFile, root, env, rules, key, known, signal, baseline } = options;
  const scope = scopeOf(packet, { range: undefined, since: undefined, unreachable: false, all: false });
  try {
    const outcome = await audit({
      cwd: root,
      env,
      packet,
      packetFile,
      packetRoot: root,
      range,
      unreachable: scope.unreachable,
      leftOut: scope.leftOut,
      beside: scope.beside,
      remember: false,
      ...(rules !== undefined && { rules }),
      ...(key !== undefined && { key }),
      ...(known !== undefined && { known }),
      ...(baseline !== undefined && { baseline }),
      ...(signal !== undefined && { signal }),
    });
    return { kind: 'audited', range, beside: scope.beside, outcome };
  } catch (error) {
    if (error instanceof ScanError) return { kind: 'unread', reason: error.message };
    throw error;
  }
}
