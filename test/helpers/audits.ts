import { audit, type AuditOptions } from '../../src/audit.ts';
import { loadPacket } from '../../src/policy/load.ts';
import type { Packet } from '../../src/policy/packet.ts';
import type { ScanResult } from '../../src/types.ts';

/** What an audit of the repository in `cwd` gives. */
export async function auditResult(cwd: string, options: Partial<AuditOptions> = {}): Promise<ScanResult> {
  return (await audit({ cwd, env: process.env, ...options })).result;
}

/** A packet in which somebody acknowledges a part of an object until a day. */
export function acknowledging(object: string, part: string, expires: string): Promise<Packet> {
  return loadPacket(
    [
      'apiVersion: watertight/v1',
      'kind: EvidencePacket',
      'metadata: { id: a, title: A, owner: o }',
      'extends: watertight:default',
      'evidence: { refs: [{ id: rotation-7, path: docs/rotation-7.md }] }',
      'allow:',
      '  findings:',
      `    - { object: ${object}, part: ${part}, reason: it cannot be taken back, owner: o, expires: "${expires}", rotated: rotation-7 }`,
    ].join('\n'),
    'packet.yaml',
  );
}
