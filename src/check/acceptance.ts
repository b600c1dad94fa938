import { acceptanceLines } from '../policy/acceptance/lines.ts';
import { bySection, heldLine, type HeldLine } from '../policy/acceptance/sections.ts';
import type { Observation } from '../check-result.ts';
import type { Packet } from '../policy/packet.ts';
import { refusedRoots } from '../policy/targets.ts';
import { refusal } from '../source/refusal.ts';
import { resolve } from 'node:path';
import { say, type CheckContext } from './context.ts';
import { readDocuments, type Document } from './documents.ts';
import { RootReader } from './reader.ts';

/** How many acceptance lines are enforced. What an item is blocked by is not counted. */
export interface AcceptanceCounts {
  readonly all: number;
  /** Lines with a check that runs. */
  readonly held: number;
  /** Of these, lines that are checked only in part. */
  readonly partly: number;
  /** Lines whose checks all lack a section in the packet. */
  readonly waiting: number;
  readonly without: number;
}

/** Counts the acceptance lines among `lines`. */
export function acceptanceCounts(lines: readonly HeldLine[]): AcceptanceCounts {
  const accepted = lines.filter(({ kind }) => kind === 'acceptance');
  const held = accepted.filter(({ checks }) => checks.length > 0);
  const waiting = accepted.filter((line) => line.checks.length === 0 && line.waiting.length > 0).length;
  const partly = held.filter(({ rest }) => rest.length > 0).length;
  return { all: accepted.length, held: held.length, partly, waiting, without: accepted.length - held.length - waiting };
}

/** The acceptance lines of every document of a packet. */
export interface AcceptanceTable {
  readonly lines: readonly (HeldLine & { readonly path: string })[];
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
    lines: linesOf(documents, packet),
    unread: documents.filter(({ file }) => file.kind !== 'text').map(({ source }) => source.path),
  };
}

function linesOf(documents: readonly Document[], packet: Packet): AcceptanceTable['lines'] {
  return documents.flatMap(({ source, blocks }) =>
    acceptanceLines(blocks, packet.governed.statements).map((line) => ({
      ...heldLine(line, packet),
      path: source.path,
    })),
  );
}

/**
 * Checks that acceptance lines of the documents ask for but that do nothing, because the packet lacks a section.
 *
 * @param said ids of checks that already have observations
 */
export function askedFor({ documents, packet }: CheckContext, said: ReadonlySet<string>): Observation[] {
  const found = new Map<string, Observation>();
  for (const { path, line, waiting } of linesOf(documents, packet)) {
    for (const [section, checks] of bySection(waiting)) {
      for (const check of checks.filter((id) => !said.has(id) && !found.has(id))) {
        const message = `${path} requires it, but the packet has no ${section}`;
        found.set(check, say(check, 'not-checked', message, { place: { path, line } }));
      }
    }
  }
  return [...found.values()];
}

/** A reader for a packet's root that opens nothing of its targets. */
export function rootReader(
  packet: Packet,
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): RootReader {
  return new RootReader(root, refusal(refusedRoots(packet, env).map((path) => resolve(root, path))));
}
