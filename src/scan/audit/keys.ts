import { createHash, createHmac } from 'node:crypto';
import { relative } from 'node:path';
import { readingDigest } from '../../policy/digest.ts';
import type { Packet } from '../../policy/packet.ts';
import { targetMarks } from '../../policy/targets.ts';
import type { ToolInfo } from '../../types.ts';
import type { KnownRun } from '../known.ts';
import type { RunPlan } from '../run-context.ts';

/** What determines what an audit reads and what matches in it. */
interface Deciding {
  readonly tool: Pick<ToolInfo, 'version' | 'rulesDigest'>;
  readonly packet: Packet;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly known: KnownRun | undefined;
  readonly key: Uint8Array | undefined;
}

/**
 * A digest of everything that determines what is read and what matches, under which an audit stores what it knows about
 * objects. The status "nothing matches" does not depend on verdicts. Declared values enter it as a digest under the
 * project's key: with an unkeyed one, stored in the repository, guesses could be tested. Undefined if declared values
 * have no such key.
 */
export function cacheKeyOf({ tool, packet, env, known, key }: Deciding): string | undefined {
  const marks = targetMarks(packet, env).map(({ kind, text }) => `${kind} ${text}`);
  const parts = [tool.version, tool.rulesDigest, readingDigest(packet), ...marks];
  if (known === undefined) return digestOf(parts);
  return key === undefined ? undefined : digestOf([...parts, known.digest(key)]);
}

/** What determines what a report says about what was read. */
interface Saying extends Pick<RunPlan, 'packet' | 'today' | 'key' | 'ledger' | 'cwd' | 'packetRoot'> {
  readonly tool: Pick<ToolInfo, 'packetDigest'>;
}

/** A digest of what determines what a report says about what was read: above all the packet's verdicts. */
export function reportKeyOf({ tool, packet, today, key, ledger, cwd, packetRoot }: Saying): string {
  const { findings, canaries, unread } = packet.allow;
  const expires = findings.length + canaries.length + unread.length > 0 ? today : '';
  const keyed = key === undefined ? '' : createHmac('sha256', key).update('watertight audit').digest('hex');
  return digestOf([tool.packetDigest, expires, keyed, String(ledger), relative(packetRoot, cwd)]);
}

/** SHA-256 over texts in hexadecimal, unambiguous about where each text ends. */
export function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
