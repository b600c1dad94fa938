import type { AttemptOutcome } from '../detect/explain.ts';
import { visible } from '../report/sanitize.ts';
import { PASS_WORDS } from '../report/words.ts';
import type { ExplainedAttempt, ExplainedVerdict, Explanation } from './explanation.ts';

/** Rules that looked at the line and did not fit: more of them are counted. */
const MOST_UNFITTING = 12;

/** What became of a text, in words. */
export const OUTCOME_WORDS: Readonly<Record<AttemptOutcome, string>> = {
  secret: 'a match',
  empty: 'no match: there is no value',
  placeholder: 'no match: it stands for a value, or is made up',
  'too-regular': 'no match: less random than the rule asks for',
  refused: 'no match: the validator says that it is none',
  dummy: 'no match: a published example',
  unlikely: 'no match: the model takes it for none',
};

/** An explanation for people: one block for each place where a rule fits. */
export function explanationText(explanation: Explanation): string {
  const { path, line, packet, lines, otherFindings, unread } = explanation;
  const out = [`${path}:${line}  (packet ${packet})`];
  for (const { view, surface, attempts, unfitting } of lines) {
    out.push('', `  ${view.length === 0 ? 'text' : view.join(' > ')}, surface ${surface}`);
    if (attempts.length === 0) out.push('', '    no rule fits a text on this line');
    for (const attempt of attempts) out.push('', ...attemptLines(attempt));
    if (unfitting.length > 0) out.push('', ...unfittingLines(unfitting));
  }
  for (const { ruleId, view, startLine, startColumn, verdict, fingerprint } of otherFindings) {
    const inside = view.length === 0 ? '' : ` in ${view.join(' > ')}`;
    out.push('', `  ${ruleId} at ${startLine}:${startColumn}${inside}`);
    out.push(row('packet', verdictWords(verdict, fingerprint)));
  }
  if (unread.length > 0) out.push('', '  not read:', ...unread.map((reason) => `    ${reason}`));
  return `${out.map(visible).join('\n')}\n`;
}

function attemptLines(attempt: ExplainedAttempt): string[] {
  const { ruleId, ruleName, startLine, startColumn, length, mask, outcome, keyword, entropy, validator, model } =
    attempt;
  const shown = mask === '' ? '' : `${mask}, `;
  const least = entropy.least === undefined ? '' : `; the rule asks for ${entropy.least}`;
  return [
    `    ${ruleId} at ${startLine}:${startColumn}, ${shown}${length} characters: ${OUTCOME_WORDS[outcome]}`,
    row('rule', `${ruleName} (${attempt.class}, ${attempt.severity})`),
    ...(keyword === undefined ? [] : [row('anchor', `'${keyword}'`)]),
    row('entropy', `${entropy.bits.toFixed(2)} bits a character${least}`),
    ...(validator === undefined ? [] : [row('validator', `${validator.name}: ${validator.says}`)]),
    ...(model === undefined ? [] : modelLines(model)),
    ...(outcome === 'secret' ? [row('confidence', attempt.confidence)] : []),
    ...(outcome === 'secret' ? [row('packet', verdictWords(attempt.verdict, attempt.fingerprint))] : []),
  ];
}

function modelLines({ score, least, reasons }: NonNullable<ExplainedAttempt['model']>): string[] {
  return [
    row('model', `${score.toFixed(2)} of 1, such a value is reported from ${least.toFixed(2)}`),
    ...reasons.map(({ feature, weight }) =>
      row('', `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(2)}  ${feature}`),
    ),
  ];
}

function verdictWords(verdict: ExplainedVerdict, fingerprint: string | undefined): string {
  if (verdict.kind === 'not-told') return 'told as part of another finding, or another rule stands for it';
  if (verdict.kind === 'allowed') return `let pass: ${verdict.by}${passWords(verdict.by)}`;
  return `reported: forbidden by ${verdict.by}${fingerprint === undefined ? '' : `, fingerprint ${fingerprint}`}`;
}

function passWords(by: string): string {
  const words = PASS_WORDS[by];
  return words === undefined ? '' : ` (${words})`;
}

function unfittingLines(unfitting: readonly { readonly ruleId: string; readonly keyword: string }[]): string[] {
  const shown = unfitting.slice(0, MOST_UNFITTING).map(({ ruleId, keyword }) => `${ruleId} ('${keyword}')`);
  const more = unfitting.length > MOST_UNFITTING ? ` and ${unfitting.length - MOST_UNFITTING} more` : '';
  return [`    looked at for a word and did not fit: ${shown.join(', ')}${more}`];
}

function row(name: string, text: string): string {
  return `      ${name.padEnd(12)}${text}`;
}
