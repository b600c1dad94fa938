import type { Observation } from '../check-result.ts';
import { BRANCH_FIELDS, PROVIDER_FIELDS } from '../policy/decision/fields.ts';
import { recordText, type Decision } from '../policy/decision/record.ts';
import { member } from '../policy/json.ts';
import { namedBranches } from '../policy/prose/branches.ts';
import { quoted } from '../policy/quotation.ts';
import { beginsWith } from '../policy/prose/work-items.ts';
import { fieldOfPointer } from '../policy/gates/admission.ts';
import { say, type CheckContext } from './context.ts';
import { parseDecision, recordPlace } from './decision.ts';
import { authorship } from './authorship.ts';
import { transitionChecks } from './transitions.ts';
import { placeIn } from './documents.ts';

const RECORD_CHECKS = ['DEC-01', 'DEC-04', 'DEC-05', 'DEC-06', 'EVD-03'];

/** DEC-01 to DEC-10: the record, its branch, its fields, its history and who approved it. */
export async function decisionChecks(context: CheckContext): Promise<Observation[]> {
  const { decision } = context.evaluation;
  if (decision === null) return [say('DEC-01', 'not-checked', 'the packet has no decision')];
  const records = await otherRecords(decision, context);
  const own = decision.problems.map((problem) => problemSaid(problem, decision));
  const found = [
    ...own.filter(({ id }) => id !== 'DEC-07'),
    ...branches(decision, context),
    ...resolved(decision, context),
    ...records,
    ...undecidedNames(decision, context),
    ...leakedValues(decision, context),
    ...namesBeforeAdmission(decision, context),
  ];
  return [
    ...state(decision),
    ...found,
    ...passes(decision, found),
    ...own.filter(({ id }) => id === 'DEC-07'),
    ...(await transitionChecks(decision, context)),
    ...reviewDue(decision, context),
    ...(await authorship(decision, context)),
  ];
}

function problemSaid(problem: Decision['problems'][number], { rules, record }: Decision): Observation {
  const { check, reason, line, column } = problem;
  const place = { path: rules.record, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  const named = recordText(record, 'decision_status');
  const branch = named !== undefined && rules.branches.includes(named) ? named : undefined;
  const form = branch === undefined ? undefined : `watertight decision new --branch ${branch} prints each field`;
  return say(check, 'fail', reason, { place, fix: FIXES[check] ?? form });
}

const FIXES: Readonly<Record<string, string>> = {
  'DEC-01': 'watertight decision new prints a valid form',
  'DEC-04': 'remove provider and model: they are named after the decision',
  'EVD-03': 'write evidence: [{ path: …, commit: … }] with the full commit id, and no evidence itself',
};

/** The effective status is always reported; a broken record is a separate fault. */
function state({ state: record, status, rules }: Decision): Observation[] {
  if (record === 'absent')
    return [
      say('DEC-01', 'info', `decision ${status} (record absent: safe default)`, { place: { path: rules.record } }),
    ];
  if (record === 'broken')
    return [
      say('DEC-01', 'info', `decision ${status} (record invalid: counts as not decided)`, {
        place: { path: rules.record },
      }),
    ];
  return [say('DEC-01', 'info', `decision ${status}`, { place: { path: rules.record } })];
}

/** A pass for each check of the record's form that found nothing and applies to its status. */
function passes({ state: record, status }: Decision, found: readonly Observation[]): Observation[] {
  const said = new Set(found.filter(({ outcome }) => outcome !== 'info').map(({ id }) => id));
  const applies: Readonly<Record<string, boolean>> = {
    'DEC-01': record === 'valid',
    'DEC-04': status === 'not_decided',
    'DEC-05': status === 'external_provider_approved',
    'DEC-06': status === 'local_provider_required',
    'EVD-03': record === 'valid' && status !== 'not_decided',
  };
  const own = RECORD_CHECKS.filter((id) => applies[id] === true && !said.has(id)).map((id) =>
    say(id, 'pass', PASSED[id] ?? ''),
  );
  const others = ['DEC-02', 'DEC-03'].filter((id) => !said.has(id)).map((id) => say(id, 'pass', PASSED[id] ?? ''));
  return [...own, ...others];
}

const PASSED: Readonly<Record<string, string>> = {
  'DEC-01': 'the record is structured and its status is in the packet',
  'DEC-02': 'packet and prose name the same branches',
  'DEC-03': 'one record, one status',
  'DEC-04': 'nothing names a provider or model before the decision',
  'DEC-05': 'external_provider_approved has every field, with exact names and no values',
  'DEC-06': 'the record names the provider class; provider and model are empty or admitted',
  'EVD-03': 'the record refers to its evidence by path and commit',
};

function branches({ rules }: Decision, { documents }: CheckContext): Observation[] {
  const undefinedOnes = rules.branches
    .filter((name) => !Object.hasOwn(BRANCH_FIELDS, name) && !Object.hasOwn(rules.branchFields, name))
    .map((name) =>
      say('DEC-02', 'fail', `branch ${quoted(name)} is listed but not defined`, {
        fix: `define its fields under decision.branch_fields.${name}, or remove it from decision.branches`,
      }),
    );
  const known = new Set([rules.default, ...rules.branches]);
  const strange = documents.flatMap((document) =>
    [...namedBranches(document.blocks)]
      .filter(([name]) => !known.has(name))
      .map(([name, line]) =>
        say('DEC-02', 'fail', `the prose names branch ${quoted(name)}, which the packet does not list`, {
          place: placeIn(document, line),
          fix: 'correct the sentence, or add the branch to decision.branches',
        }),
      ),
  );
  return [...undefinedOnes, ...strange];
}

/** A work item that is no longer blocked has chosen a branch. */
function resolved({ rules, status, state: record }: Decision, { evaluation, packet }: CheckContext): Observation[] {
  const item = evaluation.declared.find(({ id }) => id === rules.workItem);
  const blocked = packet.governed.workItems?.blockedWords ?? ['blocked'];
  if (item?.status === undefined || beginsWith(item.status, blocked) || status !== rules.default) return [];
  const place = { path: item.path, line: item.statusLine ?? item.line };
  const missing = {
    absent: 'no decision is recorded',
    broken: 'its decision record is invalid',
    valid: `the record says ${status}`,
  }[record];
  return [
    say(
      'DEC-03',
      'fail',
      `${rules.workItem} is ${quoted(item.status)}, but ${missing}: it stays blocked until one of ${rules.branches.join(', ')} is chosen`,
      {
        place,
        fix: `write the status '${blocked[0] ?? 'blocked'}' there, or record the decision (watertight decision new --branch NAME prints a form for ${rules.record})`,
      },
    ),
  ];
}

/** Other records for the same work item: two decisions decide nothing. */
async function otherRecords({ rules, record }: Decision, { files, reader }: CheckContext): Promise<Observation[]> {
  const found: Observation[] = [];
  for (const path of files.keys()) {
    if (path === rules.record || !/\.decision\.(?:ya?ml|json)$/i.test(path)) continue;
    const file = reader.read(path);
    if (file.kind !== 'text') continue;
    const other = await parseDecision(file.text, rules);
    if (member(other.record, 'id') !== rules.workItem) continue;
    const differs = member(other.record, 'decision_status') !== member(record, 'decision_status');
    const message = `2 records ${differs ? 'select different branches' : 'are for the same decision'}: ${rules.record} and ${path}`;
    found.push(
      say('DEC-03', 'fail', message, {
        place: { path },
        fix: 'keep one of them: its history holds the revisions',
      }),
    );
  }
  return found;
}

/** While nothing is decided, the documents' front matter and the packet must not name a provider either. */
function undecidedNames({ status, rules }: Decision, { documents, packet }: CheckContext): Observation[] {
  if (status !== rules.default) return [];
  const inFront = documents.flatMap((document) => {
    const { frontMatter } = document;
    if (frontMatter.kind !== 'mapping') return [];
    return PROVIDER_FIELDS.filter((field) => isName(frontMatter.values[field])).map((field) =>
      say(
        'DEC-04',
        'fail',
        `${document.source.path} names a ${field} in its front matter while the decision is ${status}`,
        {
          place: placeIn(document, frontMatter.line),
          fix: `remove ${field} from the front matter`,
        },
      ),
    );
  });
  const literal = packet.governed.evidence.refs.flatMap(({ id, mustName }) =>
    Object.entries(mustName)
      .filter(([field, value]) => (PROVIDER_FIELDS as readonly string[]).includes(field) && !value.includes('${env:'))
      .map(([field]) =>
        say(
          'DEC-04',
          'fail',
          `the packet names a ${field} under evidence ${quoted(id)} while the decision is ${status}`,
          {
            fix: `write \${env:…} for the value of must_name.${field}`,
          },
        ),
      ),
  );
  return [...inFront, ...literal];
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** The record is evidence itself: a secret in it is a value where a name belongs. */
function leakedValues({ rules, status }: Decision, { scan }: CheckContext): Observation[] {
  const check = status === 'local_provider_required' ? 'DEC-06' : 'DEC-05';
  return scan.findings
    .filter(({ location, class: kind }) => location.path === rules.record && kind !== 'target-path')
    .map(({ location, ruleId }) =>
      say(check, 'fail', `the record has a value where a name belongs (rule ${ruleId})`, {
        severity: 'critical',
        place: { path: rules.record, line: location.startLine, column: location.startColumn },
        fix: 'rotate the value, then write its name instead',
      }),
    );
}

/** A local provider is named once it is admitted, and then by the same names. */
function namesBeforeAdmission(decision: Decision, { packet, evaluation }: CheckContext): Observation[] {
  const { status, record } = decision;
  if (status !== 'local_provider_required') return [];
  const named = (['provider', 'model'] as const).filter((field) => recordText(record, field) !== undefined);
  const gates = Object.entries(packet.governed.gates).filter(([, gate]) => gate.kind === 'file-matches-env');
  const admitted = gates.flatMap(([id]) => Object.entries(evaluation.gate(id).admitted ?? {}));
  return named.flatMap((field) => {
    const values = admitted.filter(([pointer]) => fieldOfPointer(pointer) === field).map(([, value]) => value);
    if (gates.some(([id]) => evaluation.gate(id).state === 'open') && values.includes(recordText(record, field) ?? ''))
      return [];
    const place = recordPlace(decision, [field]);
    return [
      say('DEC-06', 'fail', `${status} names ${field} before admission`, {
        place,
        fix: `leave ${field} empty until the admission gate is open`,
      }),
    ];
  });
}

/** DEC-08: an overdue review. */
function reviewDue(decision: Decision, { today }: CheckContext): Observation[] {
  const { record } = decision;
  const on = recordText(record, 'review_trigger.on');
  const event = recordText(record, 'review_trigger.event');
  // DEC-05 reports an invalid date.
  if (on !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(on)) return [];
  const place = recordPlace(decision, ['review_trigger', 'on']);
  if (on !== undefined && on < today) {
    return [
      say('DEC-08', 'warn', `review was due ${on}`, {
        place,
        fix: 'review the decision and write a new revision of the record',
      }),
    ];
  }
  if (on !== undefined) return [say('DEC-08', 'pass', `review is due ${on}`)];
  return event === undefined
    ? []
    : [say('DEC-08', 'info', 'review is due at an event, which cannot be checked', { place })];
}
