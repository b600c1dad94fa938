import type { Governed } from '../governed.ts';
import type { Packet } from '../packet.ts';
import type { AcceptanceLine } from './lines.ts';

/** Sections of a packet without which some checks do nothing. */
export type Section =
  | 'decision'
  | 'gates of kind file-matches-env'
  | 'gates of kind all-of'
  | 'work_items'
  | 'work_items.rules'
  | 'evidence.refs'
  | 'evidence.rules'
  | 'targets'
  | 'targets.blob_manifest';

/** Each such section, with its form as the lines of a YAML comment. */
export const SECTIONS: Readonly<Record<Section, readonly string[]>> = {
  decision: [
    'decision:',
    '  work_item: ID-1 # the work item that the record resolves',
    '  record: docs/decisions/ID-1.decision.yaml',
    '  branches: [go, no_go]',
    '  branch_fields: { go: [approval_source, evidence], no_go: [approval_source] }',
    '  deciders: [NAME]',
  ],
  'gates of kind file-matches-env': [
    'gates:',
    '  admission:',
    '    kind: file-matches-env',
    '    file: { env: RELEASE_FILE, format: auto }',
    '    match: [{ pointer: /version, env: VERSION }]',
  ],
  'gates of kind all-of': [
    'gates:',
    '  # beside other gates:',
    '  next_stage: { kind: all-of, of: [{ gate: admission }] }',
  ],
  work_items: [
    'work_items:',
    '  source: { path: docs/issues.md }',
    '  rules: { ID-1: { blocked_unless: { decision_status: [go, no_go] } } }',
  ],
  'work_items.rules': [
    'work_items:',
    '  # beside source:',
    '  rules: { ID-1: { blocked_unless: { decision_status: [go, no_go] } } }',
  ],
  'evidence.refs': [
    'evidence:',
    '  refs:',
    "    - { id: load-test, surface: report, path: 'out/reports/load-*.json', present: optional }",
  ],
  'evidence.rules': [
    'evidence:',
    '  rules: { commit_exists: true, path_exists_at_commit: true, reachable_from: [main], no_copy: true }',
  ],
  targets: ['targets: { roots_env: [TARGET_ROOT] }'],
  'targets.blob_manifest': [
    'targets: { blob_manifest: docs/target-blobs.txt } # beside what is there; blob ids, by their owner',
  ],
};

/** The waiting checks in words, for a line: `DEC-03, WRK-03 once decision is written`. */
export function waitingWords(waiting: readonly WaitingCheck[]): string {
  return [...bySection(waiting)]
    .map(([section, checks]) => `${checks.join(', ')} once ${section} is written`)
    .join('; ');
}

/** A check that would enforce a line, and the section it needs that the packet lacks. */
export interface WaitingCheck {
  readonly check: string;
  readonly section: Section;
}

/** An acceptance line as a packet enforces it. */
export interface HeldLine extends AcceptanceLine {
  /** Checks that do nothing because the packet lacks a section. */
  readonly waiting: readonly WaitingCheck[];
}

type Judged = Pick<Packet, 'governed' | 'targets'>;

/** Splits the checks of a line into those that the packet lets run, which stay its `checks`, and those that wait for a section. */
export function heldLine(line: AcceptanceLine, packet: Judged): HeldLine {
  const waiting = line.checks.flatMap((check) => {
    const section = missingSection(check, packet);
    return section === undefined ? [] : [{ check, section }];
  });
  const idle = new Set(waiting.map(({ check }) => check));
  return { ...line, checks: line.checks.filter((check) => !idle.has(check)), waiting };
}

/** The checks that wait for each section: `DEC-03, DEC-05` for `decision`. */
export function bySection(waiting: readonly WaitingCheck[]): ReadonlyMap<Section, readonly string[]> {
  const found = new Map<Section, string[]>();
  for (const { check, section } of waiting) {
    const own = found.get(section) ?? [];
    if (!own.includes(check)) found.set(section, [...own, check]);
  }
  return found;
}

/** What a family of checks needs, by the first three letters of its ids. */
const NEEDS: Readonly<Record<string, (check: string, packet: Judged) => Section | undefined>> = {
  DEC: (_check, { governed }) => unless(governed.decision !== null, 'decision'),
  ADM: (check, { governed }) =>
    unless(hasGate(governed, 'file-matches-env') || isClaimed(check, governed), 'gates of kind file-matches-env'),
  STG: (check, { governed }) =>
    unless(
      hasGate(governed, 'all-of') ||
        governed.evidence.refs.some(({ after }) => after !== undefined) ||
        isClaimed(check, governed),
      'gates of kind all-of',
    ),
  WRK: (check, { governed }) => workItemsFor(check, governed),
  EVD: (check, { governed }) => evidenceFor(check, governed),
  TGT: (check, { governed, targets }) =>
    check === 'TGT-03'
      ? unless(governed.blobManifest !== undefined, 'targets.blob_manifest')
      : unless(targets.roots.length + targets.rootsEnv.length + governed.remotes.length > 0, 'targets'),
};

/** The section that a check needs and the packet lacks; undefined if the check runs. */
function missingSection(check: string, packet: Judged): Section | undefined {
  return NEEDS[check.slice(0, 3)]?.(check, packet);
}

function unless(there: boolean, section: Section): Section | undefined {
  return there ? undefined : section;
}

function hasGate({ gates }: Governed, kind: 'file-matches-env' | 'all-of'): boolean {
  return Object.values(gates).some((gate) => gate.kind === kind);
}

function isClaimed(check: string, { claims }: Governed): boolean {
  return claims.some((claim) => claim.check === check);
}

function workItemsFor(check: string, { workItems, decision }: Governed): Section | undefined {
  if (check === 'WRK-03' && decision === null) return 'decision';
  if (workItems === null) return 'work_items';
  return unless(check === 'WRK-04' || Object.keys(workItems.rules).length > 0, 'work_items.rules');
}

function evidenceFor(check: string, { evidence, decision, copyRules }: Governed): Section | undefined {
  if (check === 'EVD-04') return unless(copyRules.length > 0 || evidence.noCopy, 'evidence.rules');
  if (check === 'EVD-05') return unless(decision !== null || evidence.refs.length > 0, 'evidence.refs');
  if (decision === null) return 'decision';
  return unless(check === 'EVD-03' || evidence.commitExists || evidence.pathExistsAtCommit, 'evidence.rules');
}
