import type { Observation } from '../check-result.ts';
import { isRecord } from '../json-fields.ts';
import { plural } from '../report/figures.ts';
import { visible } from '../report/sanitize.ts';
import type { ToolInfo } from '../types.ts';
import { say, type CheckContext } from './context.ts';

/** Where `check` looks for the record of a selftest, relative to the packet's folder. */
const SELFTEST_RECORD = '.watertight/selftest.json';

const SHOWN = 20;
const FIX = `run watertight selftest --record ${SELFTEST_RECORD}`;

/** The content of a selftest's record. */
interface Recorded {
  readonly tool: Partial<ToolInfo>;
  readonly planted: number;
  readonly missing: readonly string[];
}

/** COV-02: whether a selftest with these rules and this packet found everything it had planted. */
export function selftestCheck({ scan, packet, reader }: CheckContext): Observation[] {
  const file = reader.read(SELFTEST_RECORD);
  const lacking = (message: string): Observation[] => [
    packet.governed.selftestRequired
      ? say('COV-02', 'unproven', `${message}, and the packet requires canaries`, { fix: FIX })
      : say('COV-02', 'not-checked', message),
  ];
  if (file.kind === 'absent') return lacking('no canaries were planted');
  const record = file.kind === 'text' ? recordOf(file.text) : undefined;
  if (record === undefined) return lacking(`the record of the selftest ${SELFTEST_RECORD} cannot be read`);
  const { tool } = record;
  const isCurrent =
    tool.rulesDigest === scan.tool.rulesDigest &&
    tool.packetDigest === scan.tool.packetDigest &&
    tool.version === scan.tool.version;
  if (!isCurrent) return lacking('the selftest used other rules, another packet or another version');
  if (record.missing.length === 0)
    return [say('COV-02', 'pass', `${plural(record.planted, 'canary', 'canaries')} found`)];
  const blind = record.missing.slice(0, SHOWN).map((what) => visible(what.slice(0, 200)));
  return blind.map((what) => say('COV-02', 'unproven', `canary not found: the scanner misses ${what}`, { fix: FIX }));
}

function recordOf(text: string): Recorded | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(document) || document['schema'] !== 'watertight/selftest/v1') return undefined;
  const { tool, planted, missing } = document;
  if (!isRecord(tool) || typeof planted !== 'number' || planted === 0 || !Array.isArray(missing)) return undefined;
  return missing.every((what) => typeof what === 'string') ? { tool, planted, missing } : undefined;
}
