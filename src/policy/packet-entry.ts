import type { Document, Scalar } from 'yaml';
import { at } from './json.ts';
import type { Json, JsonObject } from './packet.ts';
import { edited, type ListKeys, writtenAnew, type Yaml } from './packet-edit.ts';

/** New values for the keys of an entry; undefined removes a key. */
export type EntryChanges = Readonly<Record<string, Json | undefined>>;

/** An entry of a packet's list, by its position. */
export interface EntryPlace {
  readonly keys: ListKeys;
  readonly index: number;
}

/**
 * The packet's text with new values in one entry of a list, everything else unchanged, including comments in the entry.
 * If a key is added or removed, the document is rewritten with its comments.
 *
 * @throws {ScanError} as `withListEntry`
 */
export async function withChangedEntry(
  source: { readonly text: string; readonly path: string },
  place: EntryPlace,
  changes: EntryChanges,
): Promise<string> {
  return edited(
    source,
    (packet) => changed(packet, place, changes),
    (yaml) => candidates(yaml, source.text, place, changes),
  );
}

function changed(packet: Json, { keys: [section, list], index }: EntryPlace, changes: EntryChanges): JsonObject {
  const document = packet as JsonObject;
  const entries = at(document, `${section}.${list}`) as readonly JsonObject[];
  const merged = { ...entries[index], ...changes };
  const entry = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as JsonObject;
  return {
    ...document,
    [section]: { ...(document[section] as JsonObject), [list]: entries.with(index, entry) },
  };
}

function* candidates(yaml: Yaml, text: string, { keys, index }: EntryPlace, changes: EntryChanges): Generator<string> {
  const document = yaml.parseDocument(text, { version: '1.2', schema: 'core' });
  const nodes = Object.entries(changes).map(([key, value]) => ({
    node: document.getIn([...keys, index, key], true) as Scalar | undefined,
    value,
  }));
  const present = nodes.flatMap(({ node, value }) =>
    yaml.isScalar(node) && node.range && value !== undefined ? [{ range: node.range, value }] : [],
  );
  if (present.length === nodes.length) {
    // A plain word may mean something else between brackets.
    const plain = (value: Json): string => yaml.stringify(value, { lineWidth: 0 }).trimEnd();
    for (const write of [plain, (value: Json): string => JSON.stringify(value)]) yield replaced(text, present, write);
  }
  yield changedDocument(document, text, { keys, index }, changes);
}

interface Present {
  readonly range: readonly [start: number, valueEnd: number, nodeEnd: number];
  readonly value: Json;
}

function replaced(text: string, present: readonly Present[], write: (value: Json) => string): string {
  const fromTheEnd = present.toSorted((a, b) => b.range[0] - a.range[0]);
  return fromTheEnd.reduce(
    (before, { range: [start, end], value }) => before.slice(0, start) + write(value) + before.slice(end),
    text,
  );
}

function changedDocument(document: Document, text: string, { keys, index }: EntryPlace, changes: EntryChanges): string {
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) document.deleteIn([...keys, index, key]);
    else document.setIn([...keys, index, key], value);
  }
  return writtenAnew(document, text);
}
