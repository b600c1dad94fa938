import type { DecisionRules } from '../governed.ts';
import { isObject, member } from '../json.ts';
import type { Json, JsonObject } from '../packet.ts';
import { quoted, nearest } from '../quotation.ts';
import { schemaProblems } from '../schema-problems.ts';
import type { PacketValidator } from '../schema-problems.ts';
import { jsonPath, type Problem, type Steps } from '../problems.ts';
import type { YamlSource } from '../yaml-source.ts';
import {
  BRANCH_FIELDS,
  HEAD_FIELDS,
  NOT_DECIDED,
  OPTIONAL_HEAD_FIELDS,
  PROVIDER_FIELDS,
  ownBranchFields,
} from './fields.ts';
import type { BranchFields } from './fields.ts';
import { looksLikeValue } from './looks-like-value.ts';
import type { Decision, RecordProblem } from './record.ts';
import { isHint } from './template.ts';

/** The compiled schemas of records: for the branches that watertight defines, and for those that packets define. */
export interface RecordValidators {
  readonly known: PacketValidator;
  readonly other: PacketValidator;
}

/** Checks a parsed record: its status, the fields of its branch, and that it gives names instead of values. */
export function checkRecord(source: YamlSource, rules: DecisionRules, validators: RecordValidators): Decision {
  const problems = recordProblems(source, rules, validators);
  const record = isObject(source.value) ? source.value : undefined;
  const status = record?.['decision_status'];
  const valid = problems.length === 0 && typeof status === 'string';
  return { rules, state: valid ? 'valid' : 'broken', status: valid ? status : rules.default, record, source, problems };
}

function recordProblems(source: YamlSource, rules: DecisionRules, validators: RecordValidators): RecordProblem[] {
  const record = source.value;
  if (!isObject(record)) return [{ ...source.place([]), check: 'DEC-01', reason: 'the record must be a mapping' }];
  const status = record['decision_status'];
  const wrong = statusProblem(source, status, rules);
  if (wrong !== undefined) return [wrong];
  const name = typeof status === 'string' ? status : '';
  const fields = fieldsOf(name, rules);
  if (fields === undefined) {
    const reason = `branch ${quoted(name)} is listed but not defined: give its fields under decision.branch_fields`;
    return [{ ...source.place(['decision_status']), check: 'DEC-02', reason }];
  }
  const validator = Object.hasOwn(BRANCH_FIELDS, name) ? validators.known : validators.other;
  const problems = [
    ...fieldProblems(source, record, { name, fields }),
    ...shapeProblems(source, validator, name),
    ...valueProblems(source, record, name),
    ...idProblem(source, record, rules),
  ];
  const told = new Set(problems.map(({ line }) => line));
  return [...problems, ...hintProblems(source, name, [], record).filter(({ line }) => !told.has(line))];
}

/** Fields that still contain the template's hint, where the schema accepts any text. */
function hintProblems(source: YamlSource, status: string, path: Steps, value: Json): RecordProblem[] {
  if (Array.isArray(value))
    return value.flatMap((inner: Json, index) => hintProblems(source, status, [...path, index], inner));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => hintProblems(source, status, [...path, key], inner));
  if (typeof value !== 'string' || !isHint(value, String(path.at(-1)))) return [];
  const field = jsonPath(path).replace('$.', '');
  const reason = `${status}: ${field}: the placeholder is still there`;
  return [{ ...source.place(path), check: checkOf(path[0], status), reason }];
}

function statusProblem(source: YamlSource, status: Json | undefined, rules: DecisionRules): RecordProblem | undefined {
  const choices = [rules.default, ...rules.branches];
  if (typeof status === 'string' && choices.includes(status)) return undefined;
  const place = source.place(['decision_status']);
  if (status === undefined) return { ...place, check: 'DEC-01', reason: 'decision_status is missing' };
  const near = typeof status === 'string' ? nearest(status, choices) : undefined;
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  const given = typeof status === 'string' ? quoted(status) : 'which is not text';
  return { ...place, check: 'DEC-01', reason: `decision_status ${given} is not one of ${choices.join(', ')}${hint}` };
}

function fieldsOf(status: string, rules: DecisionRules): BranchFields | undefined {
  if (Object.hasOwn(BRANCH_FIELDS, status)) return BRANCH_FIELDS[status];
  const own = Object.hasOwn(rules.branchFields, status) ? rules.branchFields[status] : undefined;
  return own === undefined ? undefined : ownBranchFields(own);
}

/** The check that a field's problem belongs to: evidence has its own, everything else belongs to the branch's. */
function checkOf(field: string | number | undefined, status: string): string {
  if ((HEAD_FIELDS as readonly unknown[]).includes(field) && field !== 'revision') return 'DEC-01';
  if (field === 'revision' || field === 'supersedes') return 'DEC-07';
  if (field === 'evidence') return 'EVD-03';
  if (status === NOT_DECIDED) return 'DEC-04';
  return status === 'local_provider_required' ? 'DEC-06' : 'DEC-05';
}

interface Branch {
  readonly name: string;
  readonly fields: BranchFields;
}

function fieldProblems(source: YamlSource, record: JsonObject, { name, fields }: Branch): RecordProblem[] {
  const known = [...HEAD_FIELDS, ...OPTIONAL_HEAD_FIELDS, ...fields.required, ...fields.optional];
  const missing = [...HEAD_FIELDS, ...fields.required].filter((field) => !Object.hasOwn(record, field));
  const extra = Object.keys(record).filter((field) => !known.includes(field));
  // The schema says the same of the branches that it has a form for.
  const empty = Object.hasOwn(BRANCH_FIELDS, name) ? [] : fields.required.filter((field) => isEmptyList(record[field]));
  return [
    ...empty.map((field) => ({
      ...source.place([field]),
      check: checkOf(field, name),
      reason: field === 'evidence' ? 'no evidence reference' : `${name}: ${field}: the list is empty`,
    })),
    ...missing.map((field) => ({
      ...source.place([]),
      check: checkOf(field, name),
      reason: field === 'evidence' ? 'no evidence reference' : `${name}: missing ${field}`,
    })),
    ...extra.map((field) => ({
      ...source.place([field], 'key'),
      check: (PROVIDER_FIELDS as readonly string[]).includes(field) ? checkOf(undefined, name) : extraCheck(name),
      reason: extraReason(field, name, { record, known }),
    })),
  ];
}

function isEmptyList(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

function extraCheck(status: string): string {
  return status === NOT_DECIDED ? 'DEC-01' : checkOf(undefined, status);
}

function extraReason(
  field: string,
  status: string,
  { record, known }: { record: JsonObject; known: readonly string[] },
): string {
  if (status === NOT_DECIDED && (PROVIDER_FIELDS as readonly string[]).includes(field)) {
    const value = member(record, field);
    return `${NOT_DECIDED} record names ${field}${typeof value === 'string' ? ` ${quoted(value)}` : ''}`;
  }
  const near = nearest(field, known);
  return `${status}: unknown field ${quoted(field)}${near === undefined ? '' : ` (did you mean ${near}?)`}`;
}

/** Schema problems. Missing and unknown fields of the record itself are reported above, in words that name the branch. */
function shapeProblems(source: YamlSource, validator: PacketValidator, status: string): RecordProblem[] {
  const complaints: PacketValidator['complaints'] = (document) =>
    validator
      .complaints(document)
      .filter(
        ({ keyword, instancePath }) =>
          keyword !== 'unevaluatedProperties' && (keyword !== 'required' || instancePath !== ''),
      );
  return schemaProblems(source, { complaints }).map((problem) => ({
    line: problem.line,
    column: problem.column,
    check: checkOf(fieldOf(problem), status),
    reason: `${status}: ${problem.where.replace(/^\$\.?/, '') || 'the record'}: ${problem.reason}`,
  }));
}

function fieldOf({ where }: Problem): string | undefined {
  return /^\$\.(?<field>\w+)/.exec(where)?.groups?.['field'];
}

/** A name must not be a value, whatever its form. */
function valueProblems(source: YamlSource, record: JsonObject, status: string): RecordProblem[] {
  const ref = member(record['credential_source'], 'ref');
  if (typeof ref !== 'string' || isHint(ref, 'ref') || !looksLikeValue(ref)) return [];
  const reason = 'credential_source.ref looks like a value; write the name of the credential instead';
  return [{ ...source.place(['credential_source', 'ref']), check: 'DEC-05', reason: `${status}: ${reason}` }];
}

function idProblem(source: YamlSource, record: JsonObject, { workItem }: DecisionRules): RecordProblem[] {
  const id = record['id'];
  if (typeof id !== 'string' || id === workItem) return [];
  const reason = `the record is for ${quoted(id)}, the packet's decision is ${quoted(workItem)}`;
  return [{ ...source.place(['id']), check: 'DEC-03', reason }];
}
