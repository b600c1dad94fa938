import { ScanError } from '../errors.ts';
import type { BaselineEntry } from '../policy/baseline/baseline.ts';
import { plural } from '../report/figures.ts';
import { OutputGuard } from '../report/guard.ts';
import { jsonText } from '../report/json-text.ts';
import { visible } from '../report/sanitize.ts';
import type { ScanOutcome } from '../scan.ts';
import { SURFACES } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { baselineOf } from './baseline-of.ts';
import { guardWords } from './guard-of.ts';
import type { CliIo } from './io.ts';
import { packetInForce } from './packet-of.ts';
import { scanFor } from './scan.ts';
import { withheld } from './withheld.ts';

/** `watertight baseline compare`: what is new since a baseline (1), what it still covers and which entries are stale; 3 if incomplete. */
export async function baselineCompareCommand(args: Arguments, io: CliIo): Promise<number> {
  const governing = await packetInForce(args, io);
  const named = await baselineOf(args, io, governing);
  if (named === undefined) {
    throw new ScanError(
      'usage',
      'Cannot compare: name the baseline with --baseline FILE, or under baseline in the packet',
    );
  }
  const { baseline } = named;
  const outcome = await scanFor(args, io, [], { baseline }, governing);
  const { findings, allowed, summary } = outcome.result;
  const known = allowed.filter(({ by }) => by === 'baseline');
  const stale = baseline.stale();
  const rows = [
    ...findings.map(({ location, surface, ruleId, fingerprint }) => ({
      state: 'new' as const,
      path: location.path,
      line: location.startLine,
      surface,
      ruleId,
      fingerprint,
    })),
    ...(await Promise.all(stale.map(async (entry) => staleRow(entry, await outcome.safeName(entry.path))))),
  ];
  const counts = { new: findings.length, known: known.length, stale: stale.length };
  const text = args.isSet('json') ? `${jsonText({ counts, complete: summary.complete, entries: rows })}\n` : human();
  guard(text, outcome);
  io.stdout.write(text);
  if (findings.length > 0) return 1;
  return summary.complete ? 0 : 3;

  function human(): string {
    const lines = rows.map((row) => {
      const line = 'line' in row ? `:${row.line}` : '';
      const words = [row.surface, row.ruleId, row.fingerprint].filter((word) => word !== undefined).join('  ');
      return visible(`${row.state.padEnd(6)} ${row.path}${line}  ${words}`) + '\n';
    });
    const incomplete = summary.complete ? '' : '; the scan was incomplete';
    return `${lines.join('')}${plural(counts.new, 'new finding')}, ${counts.known} known, ${plural(counts.stale, 'stale entry', 'stale entries')}${incomplete}\n`;
  }
}

function staleRow(entry: BaselineEntry, path: string): BaselineEntry & { readonly state: 'stale' } {
  return { state: 'stale', ...entry, path };
}

/** Words of the list's own form that no value is for standing there. */
const FORM = [
  'new findings, stale entries; the scan was incomplete',
  JSON.stringify(
    SURFACES.map((surface) => ({ counts: {}, complete: true, entries: [], surface, ruleId: '', fingerprint: '' })),
  ),
];

function guard(text: string, outcome: ScanOutcome): void {
  const outputGuard = new OutputGuard(outcome.secrets, undefined, guardWords(FORM));
  if (outputGuard.check(text)) throw withheld('the result', text, outputGuard);
}
