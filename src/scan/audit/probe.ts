import type { ObjectType } from '../../source/git/cat-file.ts';
import type { Blob, Skip, SkipReason } from '../../types.ts';
import { HEX_DIGITS } from '../../view/byte-class.ts';
import { mayHoldContainer } from '../../view/carve/search.ts';
import { detectCharset } from '../../view/charset.ts';
import { type ContainerKind, sniffContainer } from '../../view/container-kind.ts';
import { UNREAD, type UnreadKind } from '../../view/unread-kinds.ts';
import { memoryBlob } from '../../source/memory-blob.ts';
import { BlobScanner } from '../blob-scan.ts';
import { Collector } from '../collector.ts';
import type { ScanContext } from '../context.ts';
import { soleValue } from '../named-text.ts';
import { ViewMemo } from '../view-memo.ts';
import { HEAD } from '../../view/joined/family.ts';
import { isFramed } from '../../view/joined/frames.ts';
import { CleanText } from './clean-text.ts';
import { type LookContext, lookAtViews, lookNear } from './decoded-look.ts';
import { TextBatch } from './text-batch.ts';

/** What is known of an object: it contains no match; it needs a closer look; or it is in one of the formats that are not read. */
export const CLEAN = 0;
export const CLOSER = 1;
const FIRST_UNREAD = 2;
const UNREAD_KINDS = Object.keys(UNREAD) as UnreadKind[];

/** Why the content of an object with this status is not read, if it is not. */
export function unreadOf(status: number): { readonly reason: SkipReason; readonly words: string } | undefined {
  const kind = UNREAD_KINDS[status - FIRST_UNREAD];
  return kind && UNREAD[kind];
}

/** Larger texts are scanned window by window by the blob scanner. */
const WHOLE = 16 * 1024 * 1024;
const HEAD_SIZE = 4096;

/** The result of probing one object. */
export interface Probed {
  readonly status: number;
  /** Number of decoded views made. */
  readonly views: number;
}

const NOTHING: Probed = { status: CLEAN, views: 0 };
const FOUND: Probed = { status: CLOSER, views: 0 };

/**
 * Tells whether an object contains anything to report. Most contain nothing: their text is scanned in place, without
 * waiting, and if it is similar to the clean one before it, only the differences are. Containers and texts in another
 * charset go to the blob scanner, whose findings are discarded here: the closer look finds them again, with a path.
 */
export class Probe {
  readonly #context: ScanContext;
  readonly #texts: CleanText = new CleanText();
  readonly #trees: CleanText = new CleanText();
  readonly #commits: TextBatch = new TextBatch();
  readonly #look: LookContext;

  constructor(context: ScanContext) {
    this.#context = context;
    this.#look = { detector: context.detector, packet: context.packet, memo: new ViewMemo() };
  }

  /** Probes an object. Undefined if it is put in a batch, whose results `settle` gives: call that when `isFull` is true, and at the end. */
  check(type: ObjectType, bytes: Buffer, index: number): Probed | Promise<Probed> | undefined {
    if (type === 'tree') return this.#names(bytes);
    if (type === 'commit') return this.#commit(bytes, index);
    const head = bytes.subarray(0, HEAD_SIZE);
    const container = sniffContainer(head);
    const isText = container === undefined && bytes.length <= WHOLE && detectCharset(head) === 'utf-8';
    if (isText && !mayHoldContainer(bytes)) return this.#safely(bytes);
    return this.checkBlob(memoryBlob('', [], bytes), container);
  }

  /** The same with the blob scanner, for large objects, containers and other charsets. */
  async checkBlob(blob: Blob, container?: ContainerKind): Promise<Probed> {
    const collector = new Collector();
    const scanner = new BlobScanner({ ...this.#context, collector, ledger: false, onProgress: undefined });
    await scanner.scan(blob);
    const { findings, allowed, skipped, summary } = collector.result({
      tool: NO_TOOL,
      notes: [],
      missing: [],
      enforced: true,
    });
    const views = summary.views;
    if (findings.length + allowed.length > 0) return { status: CLOSER, views };
    if (skipped.length === 0) return { status: CLEAN, views };
    const kind = UNREAD_KINDS.find((name) => name === container);
    const isUnread = kind !== undefined && skipped.length === 1 && isOf(kind, skipped[0]);
    return { status: isUnread ? FIRST_UNREAD + UNREAD_KINDS.indexOf(kind) : CLOSER, views };
  }

  /** The names in a tree are separated by bytes that are not text; after a match the names are scanned one by one later. */
  #names(bytes: Buffer): Probed {
    const unmatched = this.#trees.detect(this.#context.detector, bytes);
    if (unmatched === undefined) return FOUND;
    this.#trees.keep(bytes, unmatched);
    return NOTHING;
  }

  /** Scans what follows the ids of tree and parents, which are not part of a commit's text. */
  #commit(bytes: Buffer, index: number): Probed | Promise<Probed> | undefined {
    const start = idsEnd(bytes);
    const text = start === 0 ? bytes : bytes.subarray(start);
    if (detectCharset(text) !== 'utf-8') return this.checkBlob(memoryBlob('', [], text));
    const isOne = this.#context.detector.looksBeside || isFramed(text.toString('latin1', 0, HEAD));
    return !isOne && this.#commits.add(index, text) ? undefined : this.#safely(text);
  }

  /** Whether the batch is full. */
  get isFull(): boolean {
    return this.#commits.isFull;
  }

  /** The results for the objects in the batch, with the indexes they were given. */
  settle(): readonly (readonly [index: number, probed: Probed])[] {
    const { together, texts } = this.#commits.take();
    if (texts.length === 0) return [];
    const { status, views } = this.#safely(together, (bytes) => this.#together(bytes));
    if (status !== CLEAN) return texts.map(({ index, bytes }) => [index, this.#safely(bytes)]);
    return texts.map(({ index }, place) => [index, { status, views: place === 0 ? views : 0 }]);
  }

  /** Scans several texts as one. */
  #together(bytes: Buffer): Probed {
    if (this.#context.detector.detectWhole(bytes).length > 0) return FOUND;
    const { isOpen, views } = lookAtViews(bytes, this.#look);
    return isOpen ? FOUND : { status: CLEAN, views };
  }

  /** If a bug shows up, the closer look names the object that is lost to it. */
  #safely(bytes: Buffer, look = (text: Buffer): Probed => this.#text(text)): Probed {
    try {
      return look(bytes);
    } catch {
      return FOUND;
    }
  }

  #text(bytes: Buffer): Probed {
    // Its file name may make it a secret.
    if (soleValue(bytes) !== undefined) return FOUND;
    const unmatched = this.#texts.detect(this.#context.detector, bytes);
    if (unmatched === undefined) return FOUND;
    const { alike, hits } = unmatched;
    const decoded = alike
      ? lookNear(bytes, { changes: alike.changes, reachOfNew: hits.reachOfNew }, alike.kept.views, this.#look)
      : lookAtViews(bytes, this.#look);
    const { isOpen, views } = decoded;
    if (!isOpen) this.#texts.keep(bytes, unmatched, decoded);
    return { status: isOpen ? CLOSER : CLEAN, views };
  }
}

/** Whether a skip says only that a format is not read. */
function isOf(kind: UnreadKind, skip: Skip | undefined): boolean {
  return skip?.view.length === 0 && skip.reason === UNREAD[kind].reason;
}

/** The end of the lines `tree <id>` and `parent <id>` at the start of a commit. */
function idsEnd(bytes: Buffer): number {
  let start = 0;
  for (;;) {
    const name = bytes[start] === 0x74 ? 'tree ' : 'parent ';
    const end = bytes.indexOf(10, start);
    const digits = end - start - name.length;
    if ((digits !== 40 && digits !== 64) || bytes.toString('latin1', start, start + name.length) !== name) return start;
    for (let at = start + name.length; at < end; at++) if (HEX_DIGITS[bytes[at] ?? 0] !== 1) return start;
    start = end + 1;
  }
}

/** The collector of a probe produces no report. */
const NO_TOOL = { name: 'watertight', version: '', rulesDigest: '', packetDigest: '', packet: '' } as const;
