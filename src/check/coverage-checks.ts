import type { Observation } from '../check-result.ts';
import { plural } from '../report/figures.ts';
import { NOTHING_IN_SCOPE } from '../report/outcome.ts';
import { REASON_WORDS } from '../report/words.ts';
import { isPacketsOwn } from '../policy/required.ts';
import { say, type CheckContext } from './context.ts';
import { selftestCheck } from './selftest-check.ts';

const SHOWN = 20;

/** COV-01 to COV-03: what was not scanned, and what this run cannot prove. */
export function coverageChecks(context: CheckContext): Observation[] {
  const { scan } = context;
  const unread = scan.skipped.filter(({ accepted, reason }) => !accepted && reason !== 'refused');
  return [
    ...(unread.length > 0 ? unreadSaid(unread) : [nothingLookedAt(context) ?? say('COV-01', 'pass', allRead(scan))]),
    ...selftestCheck(context),
    say('COV-03', 'not-checked', 'run publish-check before publishing to check this'),
  ];
}

/** A run that saw only the packet proves nothing. */
function nothingLookedAt({ scan, files, origin, commits, evaluation }: CheckContext): Observation | undefined {
  const evidence = [...files.keys()].filter((path) => !isPacketsOwn(path) && path !== origin);
  const decided = evaluation.decision !== null && evaluation.decision.state !== 'absent';
  if (evidence.length > 0 || decided || commits.kind === 'audited') return undefined;
  const said = scan.summary.files === 0 ? NOTHING_IN_SCOPE : 'only the packet was in scope: nothing was proved';
  return say('COV-01', 'unproven', said, { fix: 'run it in the evidence folder' });
}

function allRead({ summary }: CheckContext['scan']): string {
  const accepted = Object.values(summary.accepted).reduce((sum, count) => sum + count, 0);
  const aside = accepted === 0 ? '' : `; ${plural(accepted, 'part')} unread, as the packet accepts`;
  return `${plural(summary.files, 'file')} read completely${aside}`;
}

function unreadSaid(unread: CheckContext['scan']['skipped']): Observation[] {
  const counts = new Map<string, number>();
  for (const { reason } of unread) counts.set(REASON_WORDS[reason], (counts.get(REASON_WORDS[reason]) ?? 0) + 1);
  const said = [...counts].map(([words, count]) => `${count} ${words}`).join(', ');
  return [
    say('COV-01', 'unproven', `${plural(unread.length, 'part')} not scanned: ${said}`),
    ...unread
      .slice(0, SHOWN)
      .map(({ path, view, reason, detail }) =>
        say(
          'COV-01',
          'unproven',
          `not scanned: ${[path, ...view].join(' > ')}: ${REASON_WORDS[reason]}${detail === '' ? '' : ` (${detail})`}`,
          { place: { path } },
        ),
      ),
  ];
}
