import { contradictions } from './contradictions.ts';
import { crossReferences } from './cross-references.ts';
import { isObject } from './json.ts';
import type { Packet } from './packet.ts';
import { packetError } from './problems.ts';
import { resolvePacket } from './resolve.ts';
import { schemaProblems } from './schema-problems.ts';
import type { PacketValidator } from './schema-problems.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * Checks a parsed packet against the schema and for contradictions, and resolves it.
 *
 * @param base the packet that `extends` names
 * @throws ScanError `packet-invalid` with the location of every problem.
 */
export function checkSource(source: YamlSource, path: string, validator: PacketValidator, base?: Packet): Packet {
  if (!isObject(source.value)) {
    throw packetError(path, [{ ...source.place([]), where: '', reason: 'the packet must be a mapping' }]);
  }
  const problems = schemaProblems(source, validator);
  // Contradictions are checked only if the schema fits, so that one mistake is reported once.
  if (problems.length === 0) problems.push(...contradictions(source));
  if (problems.length > 0) throw packetError(path, problems);
  const packet = resolvePacket(source.value, source.value['extends'] === undefined ? undefined : base);
  const loose = crossReferences(source, packet);
  if (loose.length > 0) throw packetError(path, loose);
  return packet;
}
