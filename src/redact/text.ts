import { KNOWN_RULE } from '../detect/known/known-rule.ts';
import { LineLocator } from '../location.ts';
import { textOriginOf } from '../scan/blob-origin.ts';
import { BlockComments } from '../scan/block-comments.ts';
import type { ScanContext } from '../scan/context.ts';
import { settle, type TextPlace } from '../scan/findings.ts';
import type { FindingSink } from '../scan/held-findings.ts';
import { type EmbeddedContainer, TextScan } from '../scan/text-scan.ts';
import type { PlacedDetection } from '../scan/placed.ts';
import { textWindows } from '../scan/window-reader.ts';
import { surfaceOfPart } from '../scan/part-surface.ts';
import type { Finding, Span, Surface } from '../types.ts';
import { bomLength, detectCharset } from '../view/charset.ts';
import { memoryReader } from '../view/nested-blob.ts';
import { charsetText } from './charset-text.ts';
import { applied, type Edit, withoutOverlap } from './edits.ts';
import { encodedPart, type EncodedSpan, encodedSpans, isWhole } from './encodings.ts';
import { markOf } from './mark.ts';
import { fitted, type Format, formatOf } from './formats.ts';
import type { Descend, Part, RedactedPart, Redaction, RedactorOptions } from './redactor.ts';

const HEAD_SIZE = 64 * 1024;
const [LF, PADDING] = [10, 0x3d] as const;

/** Something to be removed from a text. */
interface Wanted extends Span {
  readonly view: readonly string[];
  readonly regions: readonly Span[];
  readonly redaction: Redaction;
}

/** What redacting a text needs. */
export interface Means extends RedactorOptions {
  readonly context: ScanContext;
  readonly descend: Descend;
  /** The format, if known. */
  readonly format?: Format;
}

/** Removes forbidden values from a text, in its own charset. */
export async function redactText(bytes: Buffer, part: Part, means: Means): Promise<RedactedPart> {
  const head = bytes.subarray(0, HEAD_SIZE);
  const charset = detectCharset(head);
  if (charset === 'utf-8') {
    const start = bomLength(head);
    const text = new TextRedaction(bytes.subarray(start), part, means);
    const result = await text.result();
    if (result.redactions.length === 0) return { bytes, redactions: [] };
    return { ...result, bytes: Buffer.concat([bytes.subarray(0, start), result.bytes]) };
  }
  const wide = charsetText(charset, bytes);
  const inner = await (wide && new TextRedaction(wide.text, part, means).result());
  if (wide === undefined || inner === undefined || inner.redactions.length === 0)
    // A scan examines the raw bytes as well.
    return new TextRedaction(bytes, part, { ...means, format: 'binary' }).result();
  return { ...inner, bytes: wide.encode(inner.bytes) };
}

/** One redaction of one text. */
class TextRedaction {
  readonly #bytes: Buffer;
  readonly #part: Part;
  readonly #means: Means;
  readonly #wanted: Wanted[] = [];
  readonly #containers: EmbeddedContainer[] = [];
  #encoded: readonly EncodedSpan[] | undefined;
  #surface: Surface;

  constructor(bytes: Buffer, part: Part, means: Means) {
    this.#bytes = bytes;
    this.#part = part;
    this.#means = means;
    this.#surface = part.surface ?? this.#classified();
  }

  async result(): Promise<RedactedPart> {
    await this.#scan();
    const edits = new Map<string, Edit>();
    const redactions: Redaction[] = [];
    for (const wanted of this.#wanted) {
      redactions.push(wanted.redaction);
      const edit = await this.#editOf(wanted);
      edits.set(`${edit.start}-${edit.end}`, edit);
    }
    for (const container of this.#containers) {
      const found = await this.#inContainer(container);
      if (found === undefined) continue;
      redactions.push(...found.redactions);
      edits.set(`${found.edit.start}-${found.edit.end}`, found.edit);
    }
    this.#takeSplit(edits, redactions);
    if (edits.size === 0) return { bytes: this.#bytes, redactions: [] };
    const format = this.#means.format ?? formatOf(this.#part, this.#bytes);
    const fitting = await fitted(this.#bytes, withoutOverlap([...edits.values()]), format);
    return { bytes: applied(this.#bytes, fitting), redactions };
  }

  /** Declared values that no view joins: each of their parts gets a mark. */
  #takeSplit(edits: Map<string, Edit>, redactions: Redaction[]): void {
    const { context, ruleOf } = this.#means;
    const lines = new LineLocator();
    for (const { name, parts } of context.detector.splitValues(this.#bytes, this.#means.format === 'binary')) {
      const ruleId = ruleOf === undefined ? KNOWN_RULE.id : name;
      const { line, column } = lines.locate(this.#bytes, 0, parts[0]?.start ?? 0);
      redactions.push({ ruleId, surface: this.#surface, view: this.#part.view, line, column });
      for (const part of parts)
        edits.set(`${part.start}-${part.end}`, { ...part, replacement: Buffer.from(markOf(ruleId)) });
    }
  }

  #classified(): Surface {
    return surfaceOfPart(this.#part, this.#bytes.subarray(0, HEAD_SIZE), this.#means.context);
  }

  async #scan(): Promise<void> {
    const { context } = this.#means;
    const { detector, names, buffer } = context;
    const { budget, path, view } = this.#part;
    const sink: FindingSink = {
      finding: (finding, rule, secret, where) => {
        this.#means.found?.add(rule, secret, where.secret);
        this.#want(finding, where);
      },
      allowed: () => undefined,
    };
    const place: TextPlace = {
      path: names.of(path),
      view: view.map((step) => names.of(step)),
      surface: this.#surface,
      isMember: view.length > 0,
      sink,
      blocks: new BlockComments(),
    };
    const scan = new TextScan(detector, budget, view.length, () => undefined);
    scan.standsIn({ ...textOriginOf({ path, view }, context), surface: this.#surface });
    const lines = new LineLocator();
    const reader = memoryReader(this.#bytes);
    for await (const window of textWindows(reader, buffer, detector.margins, this.#bytes.length)) {
      const { detections, containers, to } = scan.scan(window, true);
      // Data with containers among other bytes cannot be rewritten: the scan of the output reports what is left.
      this.#containers.push(...containers.filter(({ carved }) => carved === undefined));
      settle(detections, window, place, lines, context);
      if (!window.final) lines.advance(window.bytes, window.base, window.base + to);
    }
  }

  #want(finding: Finding, { start, end, view, regions }: PlacedDetection): void {
    const { surface, location } = finding;
    const { startLine: line, startColumn: column } = location;
    const ruleId = this.#means.ruleOf?.(finding) ?? finding.ruleId;
    this.#wanted.push({ start, end, view, regions, redaction: { ruleId, surface, view: location.view, line, column } });
  }

  /** A mark in place of the value, or the re-encoded text that was encoded with it. */
  async #editOf({ start, end, view, regions, redaction }: Wanted): Promise<Edit> {
    const mark = Buffer.from(markOf(redaction.ruleId));
    const index = view.findIndex(isWhole);
    const kind = view[index] ?? '';
    const decoded = regions[index];
    if (decoded === undefined) {
      // A declared value is found by its own digits: what was encoded with it stands around them.
      const around = index === 0 ? this.#encodedAround({ start, end }) : undefined;
      const anew = around && (await this.#encodedAnew(around.kind, this.#padded(around)));
      return anew ?? { start, end, replacement: mark };
    }
    const region = kind === 'hexdump' ? this.#wholeLines(decoded) : this.#padded(decoded);
    const anew = index === 0 ? await this.#encodedAnew(kind, region) : undefined;
    return anew ?? { ...region, replacement: mark };
  }

  /** A part in an encoding that can be done again, without what is taken out of it; undefined where that is nothing. */
  async #encodedAnew(kind: string, region: Span): Promise<Edit | undefined> {
    const encoded = encodedPart(kind, this.#bytes.subarray(region.start, region.end));
    if (encoded === undefined) return undefined;
    const inner = await this.#means.descend(encoded.bytes, this.#inside([kind]));
    if (inner.redactions.length === 0) return undefined;
    return { start: region.start, end: region.end, replacement: encoded.encode(inner.bytes) };
  }

  /** The part in an encoding that digits belong to. */
  #encodedAround({ start, end }: Span): EncodedSpan | undefined {
    this.#encoded ??= encodedSpans(this.#bytes);
    return this.#encoded.find((one) => one.start <= start && one.end >= end);
  }

  /** Includes the base64 padding after it, which no view needs. */
  #padded({ start, end }: Span): Span {
    let last = end;
    while (last < end + 2 && this.#bytes[last] === PADDING) last++;
    return { start, end: last };
  }

  /** Includes whole lines: a dump repeats its bytes as characters before or after the digits. */
  #wholeLines({ start, end }: Span): Span {
    const last = this.#bytes.indexOf(LF, end);
    return {
      start: start === 0 ? 0 : this.#bytes.lastIndexOf(LF, start - 1) + 1,
      end: last < 0 ? this.#bytes.length : last,
    };
  }

  #inside(steps: readonly string[]): Part {
    return { ...this.#part, view: [...this.#part.view, ...steps], surface: this.#surface };
  }

  async #inContainer({
    bytes,
    view,
    regions,
  }: EmbeddedContainer): Promise<{ edit: Edit; redactions: readonly Redaction[] } | undefined> {
    const { bytes: changed, redactions } = await this.#means.descend(bytes, this.#inside(view));
    const index = Math.max(0, view.findIndex(isWhole));
    const decoded = regions[index];
    const [first] = redactions;
    if (first === undefined || decoded === undefined) return undefined;
    const region = this.#padded(decoded);
    const part =
      view.length === 1 ? encodedPart(view[0] ?? '', this.#bytes.subarray(region.start, region.end)) : undefined;
    const replacement = part?.encode(changed) ?? Buffer.from(markOf(first.ruleId));
    return { edit: { ...region, replacement }, redactions };
  }
}
