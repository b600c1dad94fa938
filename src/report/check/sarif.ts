import { createHash } from 'node:crypto';
import type { CheckOutcomeKind, CheckReporter, Observation } from '../../check-result.ts';
import { jsonLines, jsonText } from '../json-text.ts';
import { uriOf } from '../names.ts';
import { visible } from '../sanitize.ts';
import { titleOf } from './titles.ts';
import { endingOf } from './words.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const LIMIT = 25_000;
const LEVELS: Readonly<Partial<Record<CheckOutcomeKind, 'error' | 'warning' | 'note'>>> = {
  invalid: 'error',
  fail: 'error',
  warn: 'warning',
};

/** SARIF 2.1.0: faults are results, what was not proved is a notification and makes `executionSuccessful` false. */
export const checkSarif: CheckReporter = (result, options) => {
  const faults = result.observations.filter(({ outcome }) => LEVELS[outcome] !== undefined);
  const unproven = result.observations.filter(({ outcome }) => outcome === 'unproven');
  const ids = [...new Set(faults.map(({ id }) => id))];
  const { word, rest } = endingOf(result);
  const rules = ids.map((id) => ({
    id,
    shortDescription: { text: titleOf(id) },
  }));
  const driver = { name: 'watertight', version: result.tool.version, rules };
  const invocation = {
    executionSuccessful: unproven.length === 0 && result.summary.outcomes.invalid === 0,
    exitCode: result.summary.exitCode,
    exitCodeDescription: `${word} ${rest}`,
    startTimeUtc: options.startedAt,
    endTimeUtc: options.finishedAt,
    toolExecutionNotifications: unproven
      .slice(0, LIMIT)
      .map((one) => ({ level: 'error', message: { text: textOf(`${one.id}: ${one.message}`) } })),
  };
  const properties = {
    ...result.facts.packet,
    rulesDigest: result.tool.rulesDigest,
    packetDigest: result.tool.packetDigest,
  };
  const members = [
    `"tool":${jsonText({ driver })}`,
    `"automationDetails":${jsonText({ id: `watertight-check/${options.startedAt}` })}`,
    `"invocations":${jsonText([invocation])}`,
    `"results":${jsonLines(faults.slice(0, LIMIT).map((one) => resultOf(one, ids, result.facts.packet.path)))}`,
    `"columnKind":"unicodeCodePoints"`,
    `"properties":${jsonText(properties)}`,
  ];
  return `{"$schema":${jsonText(SCHEMA)},\n"version":"2.1.0",\n"runs":[{\n${members.join(',\n')}}]}\n`;
};

function resultOf({ id, outcome, message, place, fix }: Observation, ids: readonly string[], packet: string): object {
  const region =
    place?.line === undefined
      ? {}
      : { region: { startLine: place.line, ...(place.column !== undefined && { startColumn: place.column }) } };
  const path = place?.path ?? packet;
  const key = createHash('sha256').update([id, path, message].join('\0')).digest('hex').slice(0, 16);
  return {
    ruleId: id,
    ruleIndex: ids.indexOf(id),
    level: LEVELS[outcome] ?? 'note',
    message: { text: textOf(fix === undefined ? message : `${message}. ${fix}`) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...region } }],
    partialFingerprints: { 'watertightCheck/v1': key },
  };
}

/** SARIF 3.11.5 and 3.11.6: braces are placeholders and brackets begin a link, unless they are doubled or escaped. */
function textOf(text: string): string {
  return visible(text)
    .trim()
    .replace(/[{}]/g, '$&$&')
    .replace(/[[\]\\]/g, '\\$&');
}
