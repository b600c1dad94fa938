import { LineLocator } from '../location.ts';
import { FieldLocator } from '../surface/field/field-locator.ts';
import type { Blob, ByteReader, Skip, Surface } from '../types.ts';
import type { Budget } from '../view/budget.ts';
import { holdsOtherRows, isOwnPlace } from '../view/encoded/other-rows.ts';
import { bomLength, type Charset } from '../view/charset.ts';
import type { CarveSearch } from '../view/carve/search.ts';
import type { ContainerKind } from '../view/container-kind.ts';
import { containerOf } from '../view/container-of.ts';
import { textOriginOf } from './blob-origin.ts';
import { BlockComments } from './block-comments.ts';
import type { Breather, ScanContext } from './context.ts';
import { settle, type TextPlace } from './findings.ts';
import type { FindingSink, HeldFindings } from './held-findings.ts';
import { memoryReader } from '../view/nested-blob.ts';
import { isReadAsData, mayHoldOthers, textOf } from './opened-text.ts';
import { surfaceOfPart } from './part-surface.ts';
import { KeepingReader, readHead } from './readers.ts';
import { soleValue } from './named-text.ts';
import { type EmbeddedContainer, TextScan } from './text-scan.ts';
import { type TextWindow, textWindows } from './window-reader.ts';

/** Number of leading bytes from which charset, container and surface are determined. */
const HEAD_SIZE = 64 * 1024;

/** Maximum number of bytes of a stream in another charset that are kept for a scan of the raw bytes. */
const MOST_KEPT = 64 * 1024 * 1024;
const LARGE_STREAM = 'a stream in another charset than UTF-8: what may be UTF-8 among its bytes was not scanned';

/** What a nested blob inherits from the file around it. */
export interface Nesting {
  readonly depth: number;
  readonly budget: Budget;
  /** The surface of the file around it, which everything inside inherits; undefined where each part is classified by itself. */
  readonly surface: Surface | undefined;
}

/** The result of scanning one blob's own text. */
export interface TextOutcome {
  readonly surface: Surface;
  readonly charset: Charset;
  readonly container: ContainerKind | undefined;
  readonly embedded: readonly EmbeddedContainer[];
  /** The bytes of a text in a charset other than UTF-8 that can be read only once, unless there are too many. */
  readonly kept: Buffer | undefined;
  /** What was found in the raw bytes of a container, or of data with containers among its bytes. */
  readonly held: HeldFindings;
  /** Containers among the blob's own bytes. */
  readonly carved: CarveSearch;
}

/** What is kept of a text's scan even if it is cut short. */
export interface TextRun {
  /** Number of views made, by kind. */
  readonly views: Map<string, number>;
  readonly held: HeldFindings;
  readonly carved: CarveSearch;
}

/** Scans the bytes of opened blobs window by window, but not the members inside them. */
export class BlobTexts {
  readonly #context: ScanContext;
  readonly #breather: Breather;
  readonly #skip: (skip: Skip, surface: Surface | undefined) => void;
  /** Reused for each blob: a blob is read to its end before the next one is opened. */
  readonly #head: Uint8Array = new Uint8Array(HEAD_SIZE);

  /** @param skip records a part of a text that could not be scanned */
  constructor(context: ScanContext, breather: Breather, skip: (skip: Skip, surface: Surface | undefined) => void) {
    this.#context = context;
    this.#breather = breather;
    this.#skip = skip;
  }

  /**
   * Scans a blob's text in its own charset.
   *
   * @param reader positioned at the blob's first byte; it is read to its end and left open
   * @param run receives the views and findings, even if the text is cut short
   * @throws {ScanError} if the rest of the blob cannot be read or decoded
   */
  async scanText(blob: Blob, reader: ByteReader, nesting: Nesting, run: TextRun): Promise<TextOutcome> {
    const { views, carved } = run;
    const context = this.#context;
    const head = await readHead(reader, HEAD_SIZE, this.#head);
    const container = containerOf(blob, head);
    const { charset, text, keptBytes } = openText(blob, head, reader, container);
    const lines = new LineLocator();
    const blocks = new BlockComments();
    const place = { ...this.#placeOf(blob, charset), blocks };
    const scan = new TextScan(
      context.detector,
      nesting.budget,
      nesting.depth,
      (reason, detail, steps) => {
        this.#skip({ path: blob.path, view: [...blob.view, ...steps], reason, detail }, surface);
      },
      textOriginOf(blob, context),
    );
    let surface = nesting.surface;
    const embedded: EmbeddedContainer[] = [];
    for await (const window of textWindows(
      text,
      context.buffer,
      context.detector.margins,
      charset === 'utf-8' ? blob.size : undefined,
    )) {
      surface ??= this.surfaceOf(blob, window.bytes);
      if (scan.surface !== surface) scan.standsIn({ surface });
      const decode = isReadAsData(container);
      const result = this.#mayRepeat(blob, window)
        ? context.repeated.scan(scan, window, decode, nesting.budget, nesting.depth)
        : scan.scan(window, decode);
      embedded.push(...result.containers);
      const own = { ...window, to: result.to };
      if (mayHoldOthers(container, charset)) carved.look(own, bomLength(head));
      settle(result.detections, own, { ...place, surface, sink: this.#sinkOf(container, run) }, lines, context);
      if (!own.final) leave(own, lines, context.policy.honoursInline(surface) ? blocks : undefined);
      await this.#breather.breathe();
      context.signal?.throwIfAborted();
    }
    for (const [kind, count] of scan.views) views.set(kind, count);
    return { surface: surface ?? 'other', charset, container, embedded, kept: keptBytes(), ...run };
  }

  /** Whether a text may recur: it must fit in one window, and nothing but its bytes may matter. */
  #mayRepeat(blob: Blob, { base, final, bytes }: TextWindow): boolean {
    if (blob.view.length === 0 || base !== 0 || !final || this.#context.detector.asksForOrigin) return false;
    return soleValue(bytes) === undefined;
  }

  /** The part of a finding's location that is the same for all windows of a text. */
  #placeOf(
    blob: Blob,
    charset: Charset,
  ): Pick<TextPlace, 'path' | 'view' | 'isMember' | 'origin' | 'commit' | 'fields'> {
    const { names } = this.#context;
    const steps = blob.view.map((step) => names.of(step));
    return {
      path: names.of(blob.path),
      view: charset === 'utf-8' ? steps : [...steps, charset],
      isMember: steps.length > 0,
      origin: blob.origin,
      commit: blob.commit,
      fields: new FieldLocator(blob.view.at(-1) ?? blob.path),
    };
  }

  /** Where findings go: directly to the collector, or held until it is known which of them the members contain. */
  #sinkOf(container: ContainerKind | undefined, { carved, held }: TextRun): FindingSink {
    return container === undefined && carved.isEmpty ? this.#context.collector : held;
  }

  /**
   * Scans the raw bytes of a text in another charset: a program may have appended UTF-8 to UTF-16, and a byte order
   * mark must not hide what follows.
   */
  async scanBytes(blob: Blob, outcome: TextOutcome, nesting: Nesting): Promise<void> {
    const { charset, surface, carved, kept } = outcome;
    if (kept === undefined && isReadOnce(blob)) {
      this.#skip({ path: blob.path, view: blob.view, reason: 'too-large', detail: LARGE_STREAM }, surface);
      return;
    }
    const { collector, detector, buffer } = this.#context;
    const place = { ...this.#placeOf(blob, 'utf-8'), surface, sink: collector, blocks: new BlockComments() };
    const scan = new TextScan(
      detector,
      nesting.budget,
      nesting.depth,
      (reason, detail, steps) => {
        this.#skip({ path: blob.path, view: [...blob.view, ...steps], reason, detail }, surface);
      },
      { ...textOriginOf(blob, this.#context), surface },
    );
    const lines = new LineLocator();
    const reader = kept === undefined ? blob.open() : memoryReader(kept);
    try {
      for await (const window of textWindows(reader, buffer, detector.margins, kept?.length ?? blob.size)) {
        carved.look(window);
        const { bytes, base } = window;
        const decode = holdsOtherRows(bytes, base, charset);
        // What is readable in this charset was already found in the text.
        const { detections } = scan.scan(window, decode);
        const others = detections.filter(
          ({ steps, view, start }) =>
            steps?.[0] !== charset && !(view[0] === 'utf16' && isOwnPlace(bytes, start - base, base, charset)),
        );
        settle(others, window, place, lines, this.#context);
        if (!window.final) leave(window, lines, undefined);
        await this.#breather.breathe();
        this.#context.signal?.throwIfAborted();
      }
    } finally {
      reader.close();
    }
  }

  /** The surface of a file or of a part of one. @param bytes its first bytes */
  surfaceOf(part: Pick<Blob, 'path' | 'view'>, bytes: Buffer): Surface {
    return surfaceOfPart(part, bytes.subarray(0, HEAD_SIZE), this.#context);
  }
}

/** Whether a blob can be read only once. */
function isReadOnce({ file, bytes }: Blob): boolean {
  return file === undefined && bytes === undefined;
}

/** Opens the text of a blob. The bytes are kept if it is in another charset and cannot be opened again. */
function openText(
  blob: Blob,
  head: Uint8Array,
  reader: ByteReader,
  container: ContainerKind | undefined,
): ReturnType<typeof textOf> & { readonly keptBytes: () => Buffer | undefined } {
  const once = isReadOnce(blob) ? new KeepingReader(reader, MOST_KEPT) : undefined;
  const opened = textOf(head, once ?? reader, container);
  if (opened.charset !== 'utf-8') once?.keep(head);
  return { ...opened, keptBytes: () => once?.bytes };
}

/** Counts lines and reads allow comments up to the end of a window that is about to be dropped. */
function leave(window: TextWindow, lines: LineLocator, blocks: BlockComments | undefined): void {
  const end = window.base + window.to;
  lines.advance(window.bytes, window.base, end);
  blocks?.advance(window, end);
}
