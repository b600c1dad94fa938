import type { DecisionRules } from '../governed.ts';
import { BRANCH_FIELDS, NOT_DECIDED, ownBranchFields } from './fields.ts';

/** Lines of the template for each field: what to fill in is in angle brackets, which every check rejects. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  provider: ['provider: <exact name of the provider>'],
  model: ['model: <exact name of the model, with its version>'],
  provider_class: ['provider_class: <class of the provider>'],
  approval_source: [
    'approval_source:',
    '  kind: <owner-decision | governed-core-route | change-ticket | signed-commit | review-approval>',
    '  ref: <id or address of what was approved>',
    '  by: <who approved, one of the deciders>',
    '  at: <YYYY-MM-DD>',
  ],
  credential_source: [
    'credential_source: # a name, never a value',
    '  class: <none | env | file-mount | os-keychain | vault | cloud-secret-manager | ci-secret-store | workload-identity>',
    '  ref: <name of the variable, op://…, vault:…, /run/secrets/…>',
  ],
  allowed_network_class: ['allowed_network_class: <none | loopback | private | allowlisted-egress | public-egress>'],
  review_trigger: ['review_trigger: # or kind event with a text under event', '  kind: date', '  on: <YYYY-MM-DD>'],
  evidence_expectations: [
    'evidence_expectations: # what runs must leave',
    '  - id: <short name>',
    '    surface: <sot | task_file | argv | report | trace | backend_log | generated_config | commit>',
    '    path: <glob>',
  ],
  evidence: [
    'evidence: # by path and commit, never copied',
    '  - path: <path in the repository>',
    '    commit: <whole commit id>',
  ],
};

const HINT = /: (?<hint><.+>)$/;
const HINTS: ReadonlySet<string> = new Set(
  Object.values(FORMS)
    .flat()
    .map((line) => HINT.exec(line)?.groups?.['hint'] ?? ''),
);

/** Whether a text is the template's hint for a field. @param field its last name */
export function isHint(text: string, field: string): boolean {
  return text !== '' && (HINTS.has(text) || text === `<${field}>`);
}

/** What a template is filled with. */
export interface TemplateInput {
  readonly rules: DecisionRules;
  readonly status: string;
  readonly revision: number;
  /** Commit of the previous record, if the step needs it. */
  readonly supersedes: string | undefined;
  /** Texts by dotted field: `approval_source.by`. */
  readonly fields: ReadonlyMap<string, string>;
}

/** The template of a record. Fields without a text keep their hint, which makes the record broken, so that it decides nothing. */
export function recordTemplate({ rules, status, revision, supersedes, fields }: TemplateInput): string {
  const own = Object.hasOwn(rules.branchFields, status) ? ownBranchFields(rules.branchFields[status] ?? []) : undefined;
  const { required } = BRANCH_FIELDS[status] ?? own ?? { required: [] };
  const head = [
    'apiVersion: watertight/v1',
    'kind: DecisionRecord',
    `id: ${rules.workItem}`,
    `revision: ${revision}`,
    ...(supersedes === undefined || status === NOT_DECIDED ? [] : [`supersedes: ${supersedes}`]),
    `decision_status: ${status}`,
  ];
  const body = required.flatMap((field) => filled(formOf(field, status), fields));
  return `${[...head, ...body].join('\n')}\n`;
}

function formOf(field: string, status: string): readonly string[] {
  if (field === 'provider_class' && status === 'local_provider_required')
    return ['provider_class: local_case_compatible'];
  return FORMS[field] ?? [`${field}: <${field}>`];
}

/** The lines with hints replaced by texts where given. */
function filled(lines: readonly string[], fields: ReadonlyMap<string, string>): string[] {
  let parent = '';
  return lines.map((line) => {
    const found = /^(?<indent> *(?:- )?)(?<key>\w+):(?<rest>.*)$/.exec(line)?.groups;
    if (found === undefined) return line;
    const key = found['key'] ?? '';
    if (found['indent'] === '') parent = key;
    const name = found['indent'] === '' ? key : `${parent}.${key}`;
    const text = fields.get(name);
    return text === undefined ? line : `${found['indent']}${key}: ${JSON.stringify(text)}`;
  });
}

/** Dotted names of the fields that take a text in a template with this status. */
export function templateFields(rules: DecisionRules, status: string): string[] {
  return fieldsIn(recordTemplate({ rules, status, revision: 0, supersedes: undefined, fields: new Map() }))
    .filter(({ name, hint }) => hint || name.includes('.'))
    .map(({ name }) => name);
}

/** Dotted names of the fields of a record that still have their hint. @param record as returned by {@link recordTemplate} */
export function openFields(record: string): string[] {
  return fieldsIn(record)
    .filter(({ hint }) => hint)
    .map(({ name }) => name);
}

/** Fields of a template that take a text, each with whether it is still a hint in angle brackets. */
function fieldsIn(text: string): readonly { readonly name: string; readonly hint: boolean }[] {
  const names: { name: string; hint: boolean }[] = [];
  let parent = '';
  for (const line of text.split('\n')) {
    const found = /^(?<indent> *(?:- )?)(?<key>\w+):(?<rest> .+)?$/.exec(line)?.groups;
    if (found === undefined) continue;
    const top = found['indent'] === '';
    if (top) parent = found['key'] ?? '';
    const { rest } = found;
    if (rest === undefined) continue;
    names.push({ name: top ? parent : `${parent}.${found['key'] ?? ''}`, hint: rest.startsWith(' <') });
  }
  return names;
}
