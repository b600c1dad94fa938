import { createHash, createHmac } from 'node:crypto';
import { relative } from 'node:path';
import { readingDigest } from '../../policy/digest.ts';
import type { Packet } from '../../policy/packet.ts';
import { targetMarks } from '../../policy/targets.ts';
import type { ToolInfo } from '../../types.ts';
import type { KnownRun } from '../known.ts';
import type { RunPlan } from '../run-context.ts';

/** What decides what an audit reads and what matches in it. */
interface Deciding {
  readonly tool: Pick<ToolInfo, 'version' | 'rulesDigest'>;
  readonly packet: Packet;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly known: KnownRun | undefined;
  readonly key: Uint8Array | undefined;
}

/**
 * What an audit may remember of objects is kept under a digest of all that decides what is read and what matches: a status says that
 * nothing does, and no verdict changes that. Of declared values that is a digest under
 * the project's key: a bare one, beside the repository, would tell a guess from a miss. Undefined where there is no such key.
 */
export function cacheKeyOf({ tool, packet, env, known, key }: Deciding): string | undefined {
  const marks = targetMarks(packet, env).map(({ kind, text }) => `${kind} ${text}`);
  const parts = [tool.version, tool.rulesDigest, readingDigest(packet), ...marks];
  if (known === undefined) return digestOf(parts);
  return key === undefined ? undefined : digestOf([...parts, known.digest(key)]);
}

/** What decides what a report says of what was read. */
interface Saying extends Pick<RunPlan, 'packet' | 'today' | 'key' | 'ledger' | 'cwd' | 'packetRoot'> {
  readonly tool: Pick<ToolInfo, 'packetDigest'>;
}

/** A digest over what decides what a report says of what was read: the packet's verdicts first of all. */
export function reportKeyOf({ tool, packet, today, key, ledger, cwd, packetRoot }: Saying): string {
  const { findings, canaries } = packet.allow;
  const expires = findings.length + canaries.length > 0 ? today : '';
  const keyed = key === undefined ? '' : createHmac('sha256', key).update('watertight audit').digest('hex');
  return digestOf([tool.packetDigest, expires, keyed, String(ledger), relative(packetRoot, cwd)]);
}

/** SHA-256 over texts, in hexadecimal, of which none can pass for two. */
export function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
