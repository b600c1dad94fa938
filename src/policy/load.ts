import { assertKinds } from '../assert-kinds.ts';
import { extendedPacket } from './built-in.ts';
import { checkSource } from './check.ts';
import { member, texts } from './json.ts';
import type { Packet } from './packet.ts';
import { parseYaml } from './yaml-source.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * Reads a packet: strict YAML 1.2 or JSON, checked against the schema and for contradictions.
 *
 * @param path For messages.
 * @throws ScanError `packet-invalid`, with line, column, JSON path and reason of up to 20 problems and no value of the
 * packet; `usage` for anything but text.
 */
export async function loadPacket(text: string, path: string): Promise<Packet> {
  assertKinds('load the packet', { text, path }, { text: 'text', path: 'text' });
  return loadParsed(await parseYaml(text, { path }), path);
}

/** The same for a packet that is already parsed, e.g. from front matter. */
export async function loadParsed(source: YamlSource, path: string): Promise<Packet> {
  const [name] = texts(member(source.value, 'extends'));
  const base = name === undefined ? undefined : await extendedPacket(name);
  return checkSource(source, path, await import('../generated/packet-validator.js'), base);
}
