import { nameOf, type PdfObjects, type PdfStream } from './objects.ts';
import { type PdfArray, type PdfDictionary, PdfReference, type PdfValue } from './value.ts';

/** Keys for the pieces of a file that a program stores with its pages (Illustrator: `AIPrivateData1` …). */
const PIECE = /^(?<name>\w*PrivateData)(?<index>\d{1,6})$/;

/** Streams that belong together: the operators of a page, a file in pieces. */
export interface StreamGroup {
  readonly streams: readonly PdfStream[];
  /** What separates them: white space between operators, nothing between pieces. */
  readonly between: string;
}

function isReference(value: PdfValue | undefined): value is PdfReference {
  return value instanceof PdfReference;
}

/** The pieces that a dictionary refers to, by their numbers. */
function piecesIn(dictionary: PdfDictionary): readonly PdfReference[][] {
  const byName = new Map<string, Map<number, PdfReference>>();
  for (const [key, value] of dictionary) {
    const { name, index } = PIECE.exec(key)?.groups ?? {};
    if (name === undefined || !isReference(value)) continue;
    const pieces = byName.get(name) ?? new Map<number, PdfReference>();
    byName.set(name, pieces.set(Number(index), value));
  }
  return [...byName.values()].map((pieces) => [...pieces].sort(([a], [b]) => a - b).map(([, piece]) => piece));
}

/** The streams of a page, if there are several. */
function contentsOf(objects: PdfObjects, dictionary: PdfDictionary): readonly PdfReference[] {
  if (nameOf(dictionary.get('Type')) !== 'Page') return [];
  const contents = objects.resolve(dictionary.get('Contents'));
  return Array.isArray(contents) ? (contents as PdfArray).filter((value) => isReference(value)) : [];
}

/** The groups of a document by their first streams, and the later streams of the groups. Each stream is in at most one group. */
export function streamGroups(objects: PdfObjects): {
  readonly byFirst: ReadonlyMap<PdfStream, StreamGroup>;
  readonly others: ReadonlySet<PdfStream>;
} {
  const byFirst = new Map<PdfStream, StreamGroup>();
  const others = new Set<PdfStream>();
  const byObject = new Map(objects.streams.map((stream) => [stream.object, stream]));
  const group = (references: readonly PdfReference[], between: string): void => {
    const streams = references.flatMap(({ object }) => byObject.get(object) ?? []);
    const [first, ...rest] = [...new Set(streams)].filter((stream) => !byFirst.has(stream) && !others.has(stream));
    if (first === undefined || rest.length === 0) return;
    byFirst.set(first, { streams: [first, ...rest], between });
    for (const stream of rest) others.add(stream);
  };
  for (const [, dictionary] of objects.dictionaries()) {
    group(contentsOf(objects, dictionary), '\n');
    for (const pieces of piecesIn(dictionary)) group(pieces, '');
  }
  return { byFirst, others };
}
