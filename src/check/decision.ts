import type { CheckPlace } from '../check-result.ts';
import { ScanError } from '../errors.ts';
import { absentDecision, brokenDecision, type Decision } from '../policy/decision/record.ts';
import { checkRecord } from '../policy/decision/check-record.ts';
import type { DecisionRules } from '../policy/governed.ts';
import { isObject } from '../policy/json.ts';
import type { Steps } from '../policy/problems.ts';
import { parseYaml } from '../policy/yaml-source.ts';
import type { RootReader } from './reader.ts';

/** Reads the record that a packet names. One that is absent or broken decides nothing. */
export async function readDecision(rules: DecisionRules | null, reader: RootReader): Promise<Decision | null> {
  if (rules === null || rules.record === '') return null;
  const file = reader.read(rules.record);
  if (file.kind === 'absent') return absentDecision(rules);
  if (file.kind === 'barred')
    return brokenDecision(rules, { check: 'DEC-01', reason: `the record cannot be read: ${file.reason}` });
  if (reader.isLinked(rules.record)) {
    const reason = 'the record is reached through a link, so its history is not known: put the file itself there';
    return brokenDecision(rules, { check: 'DEC-01', reason });
  }
  return parseDecision(file.text, rules);
}

/** Parses and checks a record's text, from the work tree or a commit. */
export async function parseDecision(text: string, rules: DecisionRules): Promise<Decision> {
  try {
    const source = await parseYaml(text, { path: rules.record });
    const known = await import('../generated/decision-validator.js');
    const other = await import('../generated/branch-validator.js');
    return checkRecord(source, rules, { known, other });
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return brokenDecision(rules, parseProblem(error));
  }
}

/** Location of a member of the record. */
export function recordPlace({ rules, source }: Decision, steps: Steps): CheckPlace {
  return { path: rules.record, ...(source !== undefined && isObject(source.value) && source.place(steps)) };
}

/** The first problem of strict YAML, with its location. The message contains no text of the record. */
function parseProblem(error: ScanError): { check: string; line?: number; column?: number; reason: string } {
  const [first = ''] = error.message.split('\n');
  const found = /:(?<line>\d+):(?<column>\d+): (?<reason>.*)$/.exec(first)?.groups;
  if (found === undefined)
    return { check: 'DEC-01', reason: `the record is not structured: ${first.replace(/^.*?: /, '')}` };
  const reason = `the record is not structured: ${found['reason']}`;
  return { check: 'DEC-01', line: Number(found['line']), column: Number(found['column']), reason };
}
