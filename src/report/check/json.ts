import type { CheckReporter, CheckResult, Observation } from '../../check-result.ts';
import { json } from '../json.ts';
import { jsonLines, jsonText } from '../json-text.ts';

/** Name and version of the document's form; `schemas/check.v1.schema.json` describes it. */
const CHECK_SCHEMA = 'watertight/check/v1';

/** The JSON report: facts, one observation a line, and the whole report of the scan. No time is in it. */
export const checkJson: CheckReporter = (result, options) =>
  [
    `{"schema":${jsonText(CHECK_SCHEMA)}`,
    `"tool":${jsonText(toolOf(result))}`,
    `"facts":${jsonText(result.facts)}`,
    `"observations":${jsonLines(result.observations.map(observationMember))}`,
    `"summary":${jsonText(result.summary)}`,
    `"scan":${json(result.scan, { ...options, targets: ['.'] }).trimEnd()}}\n`,
  ].join(',\n');

/** All facts as one document, for other policy engines. */
export function factsText(result: CheckResult): string {
  const { facts, observations, summary } = result;
  const checks = observations.map(({ id, outcome }) => ({ id, outcome }));
  return `${JSON.stringify({ schema: 'watertight/facts/v1', tool: toolOf(result), ...facts, checks, exitCode: summary.exitCode }, null, 2)}\n`;
}

function toolOf({ tool }: CheckResult): object {
  const { name, version, rulesDigest, packetDigest, packet } = tool;
  return { name, version, rulesDigest, packetDigest, packet };
}

function observationMember({ id, outcome, severity, message, place, fix }: Observation): object {
  return { id, outcome, severity, message, ...(place && { place }), ...(fix !== undefined && { fix }) };
}
