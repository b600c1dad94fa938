import { acceptanceLines, type AcceptanceLine } from '../policy/acceptance/lines.ts';
import type { Packet } from '../policy/packet.ts';
import { refusedRoots } from '../policy/targets.ts';
import { refusal } from '../source/refusal.ts';
import { resolve } from 'node:path';
import { readDocuments } from './documents.ts';
import { RootReader } from './reader.ts';

/** The acceptance lines of every document of a packet. */
export interface AcceptanceTable {
  readonly lines: readonly (AcceptanceLine & { readonly path: string })[];
  /** Sources that could not be read. */
  readonly unread: readonly string[];
}

/** Reads the packet's documents and maps their acceptance lines to checks. */
export async function acceptanceTable(
  packet: Packet,
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<AcceptanceTable> {
  const reader = rootReader(packet, root, env);
  const documents = await readDocuments(packet.governed.sources, reader);
  return {
    lines: documents.flatMap(({ source, blocks }) =>
      acceptanceLines(blocks, packet.governed.statements).map((line) => ({ ...line, path: source.path })),
    ),
    unread: documents.filter(({ file }) => file.kind !== 'text').map(({ source }) => source.path),
  };
}

/** A reader of a packet's root that opens nothing of its targets. */
export function rootReader(
  packet: Packet,
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): RootReader {
  return new RootReader(root, refusal(refusedRoots(packet, env).map((path) => resolve(root, path))));
}
