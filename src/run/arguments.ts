import { KNOWN_RULE } from '../detect/known/known-rule.ts';
import { BlobScanner } from '../scan/blob-scan.ts';
import { Collector } from '../scan/collector.ts';
import type { ScanContext } from '../scan/context.ts';
import { memoryBlob } from '../source/memory-blob.ts';
import type { Confidence, Finding, Location } from '../types.ts';

/** Confidence levels of findings that keep a command from being started. */
const SURE: ReadonlySet<Confidence> = new Set(['known-value', 'checksum-valid', 'provider-shape', 'context']);
/** Minimum number of bytes of each part of a split value: fewer may occur in any arguments. */
const LEAST_PART = 4;

/** A value among a command's arguments: everybody on the machine could read it while the command ran. */
export interface Refusal extends Pick<Finding, 'ruleId' | 'ruleName'> {
  readonly location: Pick<Location, 'view' | 'field' | 'option'>;
}

/** Values that keep a command from being started, including declared ones split into parts that a shell would join. */
export async function refusalsOf(argv: readonly string[], context: ScanContext): Promise<readonly Refusal[]> {
  const bytes = Buffer.from(`${argv.join('\0')}\0`);
  const whole = (await findingsIn(bytes, context)).filter(isRefused);
  return whole.length > 0 ? whole : inParts(bytes, context);
}

async function findingsIn(bytes: Buffer, context: ScanContext): Promise<readonly Finding[]> {
  const collector = new Collector();
  const blob = { ...memoryBlob('argv', [], bytes), surface: 'argv' } as const;
  await new BlobScanner({ ...context, collector, ledger: false, onProgress: undefined }).scan(blob);
  context.collector.absorb(collector);
  const found: Finding[] = [];
  collector.drain((findings) => found.push(...findings));
  return found;
}

function isRefused({ severity, confidence }: Finding): boolean {
  return severity === 'critical' || SURE.has(confidence);
}

function inParts(bytes: Buffer, { detector }: ScanContext): readonly Refusal[] {
  const { id: ruleId, name: ruleName } = KNOWN_RULE;
  return detector
    .splitValues(bytes)
    .filter(({ parts }) => parts.every(({ start, end }) => end - start >= LEAST_PART))
    .map(({ parts }) => {
      const before = bytes.subarray(0, parts[0]?.start).filter((byte) => byte === 0).length;
      return { ruleId, ruleName, location: { view: [], field: `argv[${before}]` } };
    });
}
