import type { Governed } from '../../policy/governed.ts';
import type { Packet } from '../../policy/packet.ts';
import type { Part } from '../../source/git/objects.ts';
import type { CommitScope } from '../../types.ts';

/** Parts of an audit by the packet's words. The others (hooks, reflogs, LFS objects, further files) have no word and always count. */
const PARTS_OF: Readonly<Record<string, readonly Part[]>> = {
  message: ['message', 'header'],
  author: ['author'],
  committer: ['committer'],
  trailers: ['trailer'],
  tag: ['tag', 'tagger'],
  note: ['note'],
  blob: ['blob'],
  path: ['path'],
  ref_name: ['ref'],
  config_remote: ['config'],
};

/** What flags ask for; undefined where they are not given. */
export interface AskedScope {
  readonly range: string | undefined;
  readonly since: string | undefined;
  readonly unreachable: boolean;
  /** Everything, whatever the packet says. */
  readonly all: boolean;
}

/** What to audit in a repository: decided by flags first, then `surfaces.commit` of the packet, otherwise everything. */
export function scopeOf({ governed }: Packet, asked: AskedScope): CommitScope {
  const range = rangeOf(governed, asked);
  const isLimited = range.range !== null || range.since !== null;
  return { ...range, ...unreachableOf(governed, asked, isLimited), ...partsOf(governed), ...besideOf(governed, range) };
}

/** A packet that gives a range and names parts outside all commits wants both; a range given by a flag is only that range. */
function besideOf(
  { commitParts = [] }: Governed,
  { rangeBy }: Pick<CommitScope, 'rangeBy'>,
): Pick<CommitScope, 'beside'> {
  if (rangeBy !== 'packet') return { beside: [] };
  const asked = Object.entries(PARTS_OF).flatMap(([word, parts]) => (commitParts.includes(word) ? parts : []));
  return { beside: asked.filter((part) => Object.hasOwn(BESIDE_WORDS, part)) };
}

function rangeOf({ commitRange }: Governed, asked: AskedScope): Pick<CommitScope, 'range' | 'since' | 'rangeBy'> {
  const { all, range, since } = asked;
  if (all) return { range: null, since: null, rangeBy: 'flag' };
  if (range !== undefined || since !== undefined)
    return { range: range ?? null, since: since ?? null, rangeBy: 'flag' };
  if (commitRange === undefined) return { range: null, since: null, rangeBy: 'default' };
  return { range: commitRange, since: null, rangeBy: 'packet' };
}

function unreachableOf(
  { commitUnreachable }: Governed,
  { all, unreachable }: AskedScope,
  isLimited: boolean,
): Pick<CommitScope, 'unreachable' | 'unreachableBy'> {
  if (all || unreachable) return { unreachable: true, unreachableBy: 'flag' };
  if (commitUnreachable === undefined) return { unreachable: !isLimited, unreachableBy: 'default' };
  return { unreachable: commitUnreachable !== 'ignore', unreachableBy: 'packet' };
}

function partsOf({ commitParts }: Governed): Pick<CommitScope, 'leftOut' | 'partsBy'> {
  if (commitParts === undefined) return { leftOut: [], partsBy: 'default' };
  const others = Object.entries(PARTS_OF).filter(([word]) => !commitParts.includes(word));
  return { leftOut: others.flatMap(([, parts]) => parts), partsBy: 'packet' };
}

/** Words for people for the parts that no range of commits includes, but that a packet may request. */
export const BESIDE_WORDS: Readonly<Record<string, string>> = {
  tag: 'all annotated tags',
  note: 'all notes',
  ref: 'the names of all refs',
  config: "the repository's configuration",
};

/** What a report says about a scope set by the packet. */
export function scopeNotes(scope: CommitScope): string[] {
  const { range, rangeBy, unreachable, unreachableBy, leftOut, beside } = scope;
  const more = beside.length === 0 ? '' : ` (with ${beside.map((part) => BESIDE_WORDS[part] ?? part).join(', ')})`;
  return [
    ...(rangeBy === 'packet' ? [`the packet names the commits ${range}${more}: --all audits everything there is`] : []),
    ...(unreachableBy === 'packet' && !unreachable
      ? ['the packet leaves out what no ref, reflog or index leads to (surfaces.commit.unreachable)']
      : []),
    ...(leftOut.length === 0
      ? []
      : [
          `the packet does not ask for these parts: ${leftOut.join(', ')}; what was found there is counted as allowed by commit-parts`,
        ]),
  ];
}
