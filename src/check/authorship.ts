import type { CheckPlace, Observation } from '../check-result.ts';
import { recordText, type Decision } from '../policy/decision/record.ts';
import { member } from '../policy/json.ts';
import { quoted } from '../policy/quotation.ts';
import { compileWildcard, matchesStep, matchesSteps } from '../source/wildcard.ts';
import { say, type CheckContext } from './context.ts';
import { recordPlace } from './decision.ts';
import type { FileRevision } from './git.ts';

/** DEC-09 and DEC-10: who approved the record, who wrote it, and whether the required route was taken. */
export async function authorship(decision: Decision, context: CheckContext): Promise<Observation[]> {
  if (decision.state !== 'valid' || decision.status === decision.rules.default) return [];
  const last = (await context.git?.history(decision.rules.record))?.at(-1);
  return [
    ...approver(decision),
    ...approvedLater(decision, context),
    ...writer(decision, last, context),
    ...route(decision, context),
    ...owned(decision, context),
  ];
}

function approver(decision: Decision): Observation[] {
  const { rules, record } = decision;
  const by = recordText(record, 'approval_source.by') ?? '';
  const kind = recordText(record, 'approval_source.kind') ?? '';
  if (rules.deciders.length === 0 || rules.deciders.some((decider) => isDecider(decider, by, kind))) return [];
  return [
    say(
      'DEC-09',
      'fail',
      `approval_source.by ${quoted(by)} is not one of the packet's deciders (${rules.deciders.map(quoted).join(', ')})`,
      {
        place: recordPlace(decision, ['approval_source', 'by']),
        fix: 'have one of decision.deciders approve it',
      },
    ),
  ];
}

/** An approval dated in the future is invalid; one day is tolerated for time zones. */
function approvedLater(decision: Decision, { today }: CheckContext): Observation[] {
  const at = recordText(decision.record, 'approval_source.at');
  const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
  if (at === undefined || at <= tomorrow) return [];
  return [
    say('DEC-09', 'fail', `approval_source.at ${at} is in the future`, {
      place: recordPlace(decision, ['approval_source', 'at']),
      fix: 'write the date of the approval',
    }),
  ];
}

/** `route:governed-core` stands for anyone acting on an approval of kind governed-core-route. */
function isDecider(decider: string, by: string, kind: string): boolean {
  return decider.startsWith('route:') ? kind === `${decider.slice('route:'.length)}-route` : decider === by;
}

function writer(decision: Decision, last: FileRevision | undefined, { unopened }: CheckContext): Observation[] {
  const { rules, record } = decision;
  const needed = rules.signing === 'required';
  const place = recordPlace(decision, ['approval_source', 'by']);
  if (last === undefined) return [unwritten(needed, unopened, place)];
  const by = recordText(record, 'approval_source.by') ?? '';
  const signed = last.signed ? 'the commit carries a signature (not verified here)' : 'the commit is not signed';
  if (isSame(by, last) || last.signed) {
    if (needed && !last.signed)
      return [say('DEC-09', 'fail', `the packet requires a signed commit: ${signed}`, { place })];
    return [say('DEC-09', 'pass', `record written by ${quoted(last.authorName)}; ${signed}`)];
  }
  const message = `record written by ${quoted(last.authorName)}, approval says ${quoted(by)}; ${signed}`;
  return [
    say('DEC-09', needed ? 'fail' : 'warn', message, {
      place,
      fix: 'have the approver commit the record, or sign the commit',
    }),
  ];
}

/** No commit contains the record, or its history is unknown. */
function unwritten(needed: boolean, unopened: string | undefined, place: CheckPlace): Observation {
  if (unopened !== undefined)
    return say('DEC-09', needed ? 'unproven' : 'info', `the author of the record is unknown: ${unopened}`, { place });
  const fix = 'commit the record';
  const message = 'the record is not committed yet';
  return say('DEC-09', needed ? 'fail' : 'info', message, { place, fix });
}

function isSame(by: string, { authorName, authorEmail }: FileRevision): boolean {
  const wanted = by.toLowerCase();
  return [authorName, authorEmail, authorEmail.split('@')[0] ?? ''].some((name) => name.toLowerCase() === wanted);
}

function route({ rules, record }: Decision, { packet }: CheckContext): Observation[] {
  const promotion = member(packet.metadata, 'promotion');
  const kind = recordText(record, 'approval_source.kind');
  if (rules.promotion === undefined || typeof promotion !== 'string' || !rules.promotion.when.includes(promotion))
    return [];
  if (kind === rules.promotion.needs) return [say('DEC-10', 'pass', `approved by ${quoted(rules.promotion.needs)}`)];
  return [
    say('DEC-10', 'warn', `${promotion} packet approved only by ${kind ?? 'nobody'}`, {
      place: { path: rules.record },
      fix: `if the decision must be promoted before use, have it approved by ${rules.promotion.needs}`,
    }),
  ];
}

const OWNER_FILES = ['CODEOWNERS', '.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'docs/CODEOWNERS'];

/** The last line of CODEOWNERS that matches the record's path should name its approver. */
function owned({ rules, record }: Decision, { reader }: CheckContext): Observation[] {
  for (const path of OWNER_FILES) {
    const file = reader.read(path);
    if (file.kind !== 'text') continue;
    const owning = ownersOf(file.text, rules.record);
    const by = (recordText(record, 'approval_source.by') ?? '').toLowerCase();
    const kind = recordText(record, 'approval_source.kind') ?? '';
    const names = owning.map((owner) => owner.toLowerCase().replace(/^@/, ''));
    const known = names.some((name) => name === by || name.split(/[@/]/).includes(by) || kind.startsWith(name));
    if (known) return [say('DEC-10', 'pass', `${path} gives the record to its approver`)];
    const said = owning.length === 0 ? 'gives the record to nobody' : 'does not give the record to its approver';
    return [say('DEC-10', 'warn', `${path} ${said}`, { place: { path }, fix: `add a line for ${rules.record}` })];
  }
  return [say('DEC-10', 'info', 'there is no CODEOWNERS file, so the record has no owner')];
}

function ownersOf(text: string, path: string): string[] {
  let owners: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [pattern, ...names] = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (pattern !== undefined && pattern !== '' && !pattern.startsWith('[') && fits(pattern, path)) owners = names;
  }
  return owners;
}

/**
 * CODEOWNERS patterns are those of .gitignore: without a slash inside they match at any depth, and a folder matches
 * everything below it.
 */
function fits(pattern: string, path: string): boolean {
  const steps = path.split('/');
  const segments = compileWildcard(pattern.replace(/^\/|\/$/g, ''));
  if (segments === undefined) return false;
  const anchored = pattern.replace(/\/$/, '').includes('/');
  const [first] = segments;
  return steps.some((_, index) => {
    const prefix = steps.slice(0, index + 1);
    if (anchored) return matchesSteps(segments, prefix);
    return first === 'deep' || (first !== undefined && matchesStep(first, prefix.at(-1) ?? ''));
  });
}
