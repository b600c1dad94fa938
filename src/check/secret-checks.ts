import type { Observation } from '../check-result.ts';
import { plural } from '../report/figures.ts';
import { historyPlaceIn } from '../report/history.ts';
import { BESIDE_WORDS } from '../scan/audit/scope.ts';
import type { Finding, Surface } from '../types.ts';
import { say, type CheckContext } from './context.ts';

/** The check of each surface. */
const CHECKS: Readonly<Record<Surface, string>> = {
  sot: 'SEC-SOT',
  task_file: 'SEC-TSK',
  argv: 'SEC-ARG',
  report: 'SEC-REP',
  trace: 'SEC-TRC',
  backend_log: 'SEC-LOG',
  generated_config: 'SEC-CFG',
  commit: 'SEC-CMT',
  other: 'SEC-OTH',
};

/** SEC-SOT to SEC-OWN: no surface contains what the packet forbids there. */
export function secretChecks(context: CheckContext): Observation[] {
  const { scan } = context;
  const surfaces = Object.keys(CHECKS) as Surface[];
  return [
    ...surfaces.flatMap((surface) => surfaceChecks(surface, scan.findings, context)),
    ...knownSaid(context),
    say('SEC-OWN', 'pass', 'every output is searched for matched values before it is written'),
  ];
}

/** SEC-KNV: no surface contains a declared value, whatever the packet allows. */
function knownSaid({ scan, commits, packet }: CheckContext): Observation[] {
  const id = 'SEC-KNV';
  const results = [scan, ...(commits.kind === 'audited' ? [commits.outcome.result] : [])];
  const found = results.flatMap(({ findings }) => findings).filter(({ confidence }) => confidence === 'known-value');
  if (found.length > 0) return found.map((finding) => knownFound(id, finding));
  const { values = 0, notChecked = 0 } = scan.summary.known ?? {};
  const { knownRequired } = packet.governed;
  const fix = 'run the check where the values are, and use strong values';
  if (values === 0) {
    const said = 'no known value was available';
    return [knownRequired ? say(id, 'unproven', said, { fix }) : say(id, 'not-checked', said)];
  }
  const rest = notChecked === 0 ? '' : `; ${plural(notChecked, 'value')} not checked`;
  const said = `none of ${plural(values, 'known value')} on any surface, in any form${rest}`;
  return [notChecked > 0 && knownRequired ? say(id, 'unproven', said, { fix }) : say(id, 'pass', said)];
}

const NOTHING_LETS_PASS = 'rotate it and remove it: a known value cannot be allowed';

/** A file, or the part of the history, with its commit; as a place only if a file can be shown. */
function whereOf({ location, places }: Finding): { readonly where: string; readonly place?: Observation['place'] } {
  const place = { path: location.path, line: location.startLine, column: location.startColumn };
  if (places === undefined) return { where: location.path, place };
  return { where: historyPlaceIn(location), ...(location.part === 'blob' && { place }) };
}

function knownFound(id: string, finding: Finding): Observation {
  const { surface, location, ruleName, secret } = finding;
  const { where, place } = whereOf(finding);
  const inside = location.view.length > 0 ? ` (${location.view.join(' > ')})` : '';
  return say(id, 'fail', `${ruleName} in ${surface}${inside}: ${where}, ${plural(secret.length, 'character')}`, {
    severity: 'critical',
    ...(place && { place }),
    fix: NOTHING_LETS_PASS,
  });
}

function surfaceChecks(surface: Surface, findings: readonly Finding[], context: CheckContext): readonly Observation[] {
  const id = CHECKS[surface];
  const own = findings
    .filter((finding) => finding.surface === surface && finding.class !== 'target-path')
    .map((finding) => findingSaid(id, finding));
  if (surface === 'commit') return commitSaid(id, own, context);
  if (own.length > 0) return own;
  const files = context.scan.summary.bySurface[surface]?.files ?? 0;
  if (files === 0) return surface === 'other' ? [] : [say(id, 'not-checked', `${surface}: no file`)];
  const forbidden = context.packet.forbid.some(({ surfaces }) => surfaces.includes(surface));
  if (!forbidden) return [say(id, 'not-checked', `${surface}: the packet forbids nothing there`)];
  return [say(id, 'pass', `${surface}: nothing forbidden in ${plural(files, 'file')}`)];
}

function findingSaid(id: string, finding: Finding): Observation {
  const { surface, location, ruleId, ruleName, secret, fingerprint, severity, confidence } = finding;
  const { where, place } = whereOf(finding);
  const inside = location.view.length > 0 ? ` > ${location.view.join(' > ')}` : '';
  const message = `${surface}: ${where}${inside}: ${ruleName} (${ruleId}, ${plural(secret.length, 'character')})`;
  const isHistory = finding.places !== undefined && location.object !== undefined;
  const then = isHistory ? 'then record that (watertight audit acknowledge)' : 'write its name instead';
  return say(id, 'fail', message, {
    severity: severity === 'info' ? 'low' : severity === 'critical' ? 'critical' : 'high',
    ...(place && { place }),
    fix:
      confidence === 'known-value'
        ? NOTHING_LETS_PASS
        : `rotate it, ${then}; if it is not a secret, add fingerprint ${fingerprint} to allow.findings with owner and reason`,
  });
}

/** Findings in commits and in files about them, or how much was read. @param inFiles findings in such files */
function commitSaid(id: string, inFiles: readonly Observation[], context: CheckContext): readonly Observation[] {
  const audited = commitsSaid(id, inFiles.length > 0, context);
  const faults = audited.filter(({ outcome }) => outcome === 'fail' || outcome === 'unproven');
  return inFiles.length > 0 ? [...inFiles, ...faults] : audited;
}

/** The same for the commits alone. @param isFound whether files about commits have findings */
function commitsSaid(id: string, isFound: boolean, { commits, scan }: CheckContext): Observation[] {
  const files = scan.summary.bySurface.commit?.files ?? 0;
  const read = files > 0 && !isFound ? `nothing forbidden in ${plural(files, 'file')} with messages or patches; ` : '';
  if (commits.kind === 'not-asked')
    return [say(id, files > 0 ? 'pass' : 'not-checked', `commit: ${read}the packet names no commits`)];
  if (commits.kind === 'unread') {
    const fix = 'correct surfaces.commit.range, fetch what is missing, or write required: false under surfaces.commit';
    return [say(id, 'unproven', `commit: ${read}commits not read: ${commits.reason}`, { fix })];
  }
  const { result } = commits.outcome;
  const found = result.findings
    .filter((finding) => finding.class !== 'target-path')
    .map((finding) => findingSaid(id, finding));
  const unread = result.skipped.filter(({ accepted }) => !accepted).length;
  const { range = 'all commits', beside } = commits;
  const missed =
    unread === 0
      ? []
      : [
          say(id, 'unproven', `commit: ${plural(unread, 'part')} of ${range} not read`, {
            fix: 'watertight audit lists them',
          }),
        ];
  if (found.length + missed.length > 0) return [...found, ...missed];
  const others = beside.map((part) => `, ${BESIDE_WORDS[part] ?? part}`).join('');
  return [say(id, 'pass', `commit: ${read}nothing forbidden in ${range}${others}`)];
}
