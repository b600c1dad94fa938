import type { AttemptOutcome } from '../detect/explain.ts';
import { plural } from '../report/figures.ts';
import { visible } from '../report/sanitize.ts';
import { CONFIDENCE_WORDS, PASS_WORDS } from '../report/words.ts';
import type { ExplainedAttempt, ExplainedVerdict, Explanation } from './explanation.ts';

/** Rules that looked at the line and did not fit: more of them are counted. */
const MOST_UNFITTING = 12;

/** What became of a text, in words. */
export const OUTCOME_WORDS: Readonly<Record<AttemptOutcome, string>> = {
  secret: 'a match',
  empty: 'no value',
  placeholder: 'a placeholder or an invented value',
  'too-regular': 'less random than the rule requires',
  refused: "rejected by the rule's validator",
  dummy: 'a published example of the provider',
  unlikely: 'its name, form and context score too low for a secret (model below)',
  'passed-over': 'something other than a secret',
};

/** An explanation for people: one block for each place where a rule fits. */
export function explanationText(explanation: Explanation): string {
  const { path, line, packet, lines, otherFindings, unread } = explanation;
  const out = [`${path}:${line}  (packet ${packet})`];
  for (const { view, surface, attempts, unfitting } of lines) {
    out.push('', `  ${view.length === 0 ? 'text' : view.join(' > ')}, surface ${surface}`);
    if (attempts.length === 0) out.push('', '    nothing to report: no rule matches on this line');
    for (const attempt of attempts) out.push('', ...attemptLines(attempt));
    if (unfitting.length > 0) out.push('', ...unfittingLines(unfitting));
  }
  for (const { ruleId, view, startLine, startColumn, verdict, fingerprint } of otherFindings) {
    const inside = view.length === 0 ? '' : ` in ${view.join(' > ')}`;
    out.push(
      '',
      `  ${ruleId} at ${startLine}:${startColumn}${inside}: ${isReported(verdict) ? 'reported' : 'not reported'}`,
    );
    out.push(row('why', verdictWords(verdict)), ...fingerprintRow(fingerprint));
  }
  if (unread.length > 0) out.push('', '  not read:', ...unread.map((reason) => `    ${reason}`));
  return `${out.map(visible).join('\n')}\n`;
}

function attemptLines(attempt: ExplainedAttempt): string[] {
  const { ruleId, ruleName, startLine, startColumn, length, mask, outcome, keyword, entropy, validator, model } =
    attempt;
  const shown = mask === '' ? '' : `${mask}, `;
  const least = entropy.least === undefined ? '' : `; the rule requires ${entropy.least}`;
  const reported = outcome === 'secret' && isReported(attempt.verdict);
  return [
    `    ${ruleId} at ${startLine}:${startColumn}, ${shown}${plural(length, 'character')}: ${reported ? 'reported' : 'not reported'}`,
    row('why', whyOf(attempt)),
    ...(attempt.comment === undefined ? [] : [row('comment', commentWords(attempt.comment))]),
    row('rule', `${ruleName} (${attempt.class}, ${attempt.severity})`),
    ...(keyword === undefined ? [] : [row('anchor', `'${keyword}'`)]),
    row('entropy', `${entropy.bits.toFixed(2)} bits per character${least}`),
    ...(validator === undefined ? [] : [row('validator', `${validator.name}: ${validator.says}`)]),
    ...(model === undefined ? [] : modelLines(model)),
    ...(outcome === 'secret' ? [row('confidence', attempt.confidence)] : []),
    ...fingerprintRow(attempt.fingerprint),
  ];
}

/** Why a comment is of no use: the usual question of who wrote one. */
function commentWords(comment: string): string {
  return `${comment} does not count here: evidence cannot excuse itself (allow.inline.surfaces in the packet, or watertight allow)`;
}

/** In plain words why a value is reported or not. */
function whyOf({ outcome, says, confidence, verdict }: ExplainedAttempt): string {
  if (outcome !== 'secret') return says ?? OUTCOME_WORDS[outcome];
  return isReported(verdict) ? `${CONFIDENCE_WORDS[confidence]}; ${verdictWords(verdict)}` : verdictWords(verdict);
}

function isReported({ kind }: ExplainedVerdict): boolean {
  return kind === 'forbidden';
}

function fingerprintRow(fingerprint: string | undefined): readonly string[] {
  return fingerprint === undefined ? [] : [row('fingerprint', fingerprint)];
}

function modelLines({ score, least, reasons }: NonNullable<ExplainedAttempt['model']>): string[] {
  return [
    row('model', `${score.toFixed(2)} of 1; threshold for such a value: ${least.toFixed(2)}`),
    ...reasons.map(({ feature, weight }) =>
      row('', `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(2)}  ${feature}`),
    ),
  ];
}

function verdictWords(verdict: ExplainedVerdict): string {
  if (verdict.kind === 'not-told') return 'covered by another finding or rule, or better read in another view';
  if (verdict.kind === 'allowed') return `allowed: ${verdict.by}${passWords(verdict.by)}`;
  return `forbidden by ${verdict.by} of the packet`;
}

function passWords(by: string): string {
  const words = PASS_WORDS[by];
  return words === undefined ? '' : ` (${words})`;
}

function unfittingLines(unfitting: readonly { readonly ruleId: string; readonly keyword: string }[]): string[] {
  const shown = unfitting.slice(0, MOST_UNFITTING).map(({ ruleId, keyword }) => `${ruleId} ('${keyword}')`);
  const more = unfitting.length > MOST_UNFITTING ? ` and ${unfitting.length - MOST_UNFITTING} more` : '';
  return [`    keyword found, pattern not matched: ${shown.join(', ')}${more}`];
}

function row(name: string, text: string): string {
  return `      ${name.padEnd(12)}${text}`;
}
