import type { Detection, Detector, DetectorState, TextOrigin } from '../detect/detector.ts';
import { withoutOverlaps } from '../detect/overlaps.ts';
import { joinParts } from '../detect/parts.ts';
import { KNOWN_SHAPES } from '../detect/shapes.ts';
import type { SkipReason, Span, Surface } from '../types.ts';
import type { Budget } from '../view/budget.ts';
import { isDocument } from '../view/document/documents.ts';
import { type DecodedView, decodedViews } from '../view/encoded/encodings.ts';
import { type Layout, layoutOf } from '../view/layout.ts';
import { type InsideFacts, Reach } from '../view/reach.ts';
import type { CarveSearch } from '../view/carve/search.ts';
import { isLookedAt, type Layer, MOST_REWRITTEN, partOf, rewrittenBy, wayBack } from './layer.ts';
import { type BetterReadings, withoutMisread } from './misread.ts';
import { detectByName } from './named-text.ts';
import { placed, type PlacedDetection } from './placed.ts';
import { ViewCarver } from './view-carver.ts';
import type { ViewMemo } from './view-memo.ts';
import { isNearEnd, WindowEdge } from './window-edge.ts';
import type { TextWindow } from './window-reader.ts';

/** A decoded part that is a container or has containers among its bytes: to be expanded as a separate blob. */
export interface EmbeddedContainer {
  readonly bytes: Buffer;
  /** The containers found in data that is not a container itself and was scanned as a view. */
  readonly carved?: CarveSearch;
  /** As for a detection. */
  readonly regions: readonly Span[];
  readonly view: readonly string[];
}

/** The result of one window. */
export interface WindowResult {
  readonly detections: readonly PlacedDetection[];
  readonly containers: readonly EmbeddedContainer[];
  /** Where the window ended, as an offset in its bytes: at its `to`, or before what is read again with more bytes. */
  readonly to: number;
}

/** Called when a decoded part could not be scanned. */
export type OnViewSkip = (reason: SkipReason, detail: string, view: readonly string[]) => void;

/** State shared by the views of one window. */
interface ViewScan {
  readonly found: PlacedDetection[];
  readonly containers: EmbeddedContainer[];
  /** The parts of the text for which a view is the better reading. */
  readonly better?: BetterReadings;
  /** Records how far the views reach and what is looked for in them. */
  readonly reach?: Reach | undefined;
  /** Views of other texts that are known to contain nothing. */
  readonly memo?: ViewMemo | undefined;
  /** Tracks what continues after the window; absent if nothing can. */
  readonly edge?: WindowEdge | undefined;
}

/** How many bytes after a window's own part cuts and encodings are looked for that belong to what begins in it: values are shorter. */
const CUT_REACH = 4096;

const GOES_ON = 'goes on behind a window as large as one may be: not scanned as a whole';
const LARGE_DOCUMENT = 'a document of several windows: what its format packs or splits was looked at in the first one';

const TOO_COSTLY = 'rules were not tried everywhere: it costs more than the budget allows';

const none = (): readonly Span[] => [];

/**
 * Scans one text, raw and in every decoded view, window by window. Everything inside is synchronous. Detections are
 * given in order of position, without overlaps; one that reaches into the next window is held back until that is
 * scanned.
 */
export class TextScan {
  readonly #detector: Detector;
  readonly #budget: Budget;
  readonly #depth: number;
  readonly #onSkip: OnViewSkip;
  #origin: TextOrigin | undefined;
  /** Number of parts that were not decoded. */
  #undecoded = 0;
  readonly #carver: ViewCarver = new ViewCarver();
  #state: DetectorState | undefined;
  #held: readonly PlacedDetection[] = [];
  #layout: Layout | undefined;
  /** End of the last detection given; it may lie in the next window. */
  #toldEnd = 0;
  /** Number of views made, by kind. */
  readonly views: Map<string, number> = new Map();
  /** Greatest depth of views at which there was something to decode. */
  deepest = 0;

  /**
   * @param depth of the text itself: the number of containers around it
   * @param origin of the text, if known
   */
  constructor(detector: Detector, budget: Budget, depth: number, onSkip: OnViewSkip, origin?: TextOrigin) {
    this.#origin = origin;
    this.#detector = detector;
    this.#budget = budget;
    this.#depth = depth;
    this.#onSkip = (...skip) => {
      this.#undecoded++;
      onSkip(...skip);
    };
  }

  /** Surface of the text, if known. */
  get surface(): Surface | undefined {
    return this.#origin?.surface;
  }

  /** Sets the origin of the text, as far as it is known by now. */
  standsIn(origin: TextOrigin): void {
    this.#origin = { ...this.#origin, ...origin };
  }

  /** Scans the next window. `decode` is false for the raw bytes of archives, whose members are separate texts. */
  scan(window: TextWindow, decode: boolean): WindowResult {
    let result: WindowResult = { detections: [], containers: [], to: window.to };
    // A file is scanned whatever the cost; the content of a container may be much larger than the file.
    const isPaid = this.#detector.paidBy(this.#depth > 0 ? this.#budget : undefined, () => {
      result = this.#scanned(window, decode);
    });
    if (!isPaid) {
      this.#budget.exhaust();
      this.#onSkip('too-expanded', TOO_COSTLY, []);
    }
    return result;
  }

  #scanned(window: TextWindow, decode: boolean): WindowResult {
    const { bytes, from, base, final } = window;
    const toText = (span: Span): Span => ({ start: span.start + base, end: span.end + base });
    const edge = final ? undefined : new WindowEdge(window);
    const inViews = {
      found: [] as PlacedDetection[],
      containers: [] as EmbeddedContainer[],
      better: { kinds: new Set<string>(), spans: [] as Span[] },
      edge,
    };
    if (decode) this.#scanWindow(window, toText, inViews);
    const to = edge?.settle() ?? window.to;
    const found = this.#detectRaw({ ...window, to }).map((one) => placed(one, { toText, view: [], regions: none }));
    const raw = withoutMisread(found, inViews.found, inViews.better);
    const border = final ? Infinity : base + to;
    const detections = this.#settled([...this.#held, ...raw, ...inViews.found], base + from, border);
    // What is cut at the window's end is read again as a whole.
    if (to < window.to) this.#held = this.#held.filter(({ end }) => !isNearEnd(end - base, bytes.length));
    const containers = inViews.containers.filter(({ regions: [outer] }) => outer === undefined || outer.start < border);
    return { detections, containers, to };
  }

  #scanWindow({ bytes, from, to, base, final }: TextWindow, toText: Layer['toText'], scan: ViewScan): void {
    const range = { start: from, end: final ? to : Math.min(bytes.length, to + CUT_REACH) };
    if (base === 0) this.#layout = layoutOf(bytes);
    this.#layout?.sql.moveTo(base);
    if (!final && base === 0 && isDocument(bytes)) this.#onSkip('too-large', LARGE_DOCUMENT, []);
    this.#scanViews({ bytes, range, view: [], regions: none, toText, layout: this.#layout, reachesEnd: !final }, scan);
  }

  /** The detections that begin before a border; the others are held back. */
  #settled(found: readonly PlacedDetection[], start: number, border: number): readonly PlacedDetection[] {
    // What begins before this window's own part was seen by the previous window, including everything after the border.
    const own = found.filter((one) => one.start >= Math.max(start, this.#toldEnd));
    const settled = withoutOverlaps(own.filter(({ allowedBy }) => allowedBy === undefined));
    // A detection that its rule's own file allows must not hide what another rule finds there.
    const passed = own.filter(({ allowedBy }) => allowedBy !== undefined);
    const isOver = (one: PlacedDetection): boolean => one.start < border;
    this.#toldEnd = settled.filter(isOver).reduce((end, one) => Math.max(end, one.end), 0);
    this.#held = [...settled, ...passed].filter((detection) => !isOver(detection));
    return [...joinParts(settled.filter(isOver)), ...passed.filter(isOver)];
  }

  /**
   * Whether anything is found in the decoded views of a text given as a whole; the text itself is not scanned.
   *
   * @param reach records what the views depend on
   * @param memo of the views of other texts scanned this way
   */
  scanDecoded(bytes: Buffer, reach?: Reach, memo?: ViewMemo): boolean {
    const found: PlacedDetection[] = [];
    const containers: EmbeddedContainer[] = [];
    const layer = {
      bytes,
      range: { start: 0, end: bytes.length },
      view: [],
      regions: none,
      toText: (span: Span): Span => span,
    };
    this.#scanViews(layer, { found, containers, reach, memo });
    return found.length + containers.length > 0;
  }

  #detectRaw({ bytes, from, to, base, final }: TextWindow): readonly Detection[] {
    if (final && from === 0 && base === 0 && to === bytes.length) {
      const found = this.#detector.detectWhole(bytes, this.#origin);
      return [...found, ...detectByName(this.#detector, bytes, this.#origin)];
    }
    this.#state ??= this.#detector.newState();
    return this.#detector.detect(bytes, { from, to, base }, this.#state, this.#origin);
  }

  #scanViews(layer: Layer, scan: ViewScan): void {
    const { edge } = scan;
    const onSkip = (reason: SkipReason, detail: string, span?: Span): void => {
      const tell = (): void => this.#onSkip(reason, detail, layer.view);
      if (edge === undefined) tell();
      else edge.lose(layer, span, tell);
    };
    const options = {
      budget: this.#budget,
      onSkip,
      inside: layer.view.at(-1),
      layout: layer.layout,
      reach: scan.reach,
      // To record how far views reach, each is scanned by itself.
      gather: scan.reach === undefined,
      isWanted: layer.touches,
      onOpen: edge && ((span: Span) => edge.open(layer, span)),
    };
    for (const decoded of decodedViews(layer.bytes, layer.range, options)) {
      if (isLookedAt(layer, decoded)) continue;
      const rewritten = rewrittenBy(decoded, layer);
      this.deepest = Math.max(this.deepest, layer.view.length);
      if (this.#depth + layer.view.length >= this.#budget.maxDepth) {
        if (rewritten > MOST_REWRITTEN) {
          this.#undecoded++;
          continue;
        }
        onSkip('too-deep', `${decoded.kind} text not decoded: ${this.#budget.maxDepth} levels deep`);
        return;
      }
      this.#count(decoded.kind, decoded.parts ?? 1);
      if (decoded.covers !== undefined) this.#readBetter(decoded.kind, decoded.covers, layer, scan);
      this.#scanView(decoded, rewritten, layer, scan);
    }
  }

  /** Records the parts of the text for which a view is the better reading. */
  #readBetter(kind: string, spans: readonly Span[], layer: Layer, { better }: ViewScan): void {
    if (layer.view.length > 0 || better === undefined) return;
    better.kinds.add(kind);
    for (const span of spans) better.spans.push(layer.toText(span));
  }

  #scanView(decoded: DecodedView, rewritten: number, layer: Layer, scan: ViewScan): void {
    const range = { start: 0, end: decoded.bytes.length };
    const view = [...layer.view, decoded.kind];
    // Few views contain matches, and mapping positions back costs more than scanning.
    const regions = (): readonly Span[] => [...layer.regions(), layer.toText(decoded.toOuter(range))];
    const carved = decoded.container
      ? undefined
      : this.#carver.search(decoded.bytes, () => partOf(layer.bytes, decoded.toOuter(range)));
    const reachesEnd = scan.edge?.openView(layer, decoded, carved !== undefined, () => {
      this.#onSkip('too-large', `${decoded.kind} text ${GOES_ON}`, layer.view);
    });
    if (decoded.container || carved !== undefined)
      scan.containers.push({ bytes: decoded.bytes, ...(carved && { carved }), view, regions: regions() });
    if (decoded.container) return;
    const inner = {
      bytes: decoded.bytes,
      range,
      view,
      regions,
      rewritten,
      ...wayBack(layer, decoded),
      ...(reachesEnd && { reachesEnd }),
    };
    if (layer.view.length > 0 || scan.reach === undefined) this.#scanInside(inner, scan);
    else
      scan.reach.addView(this.#factsOf(decoded, inner, scan), () =>
        decoded.joints ? undefined : decoded.toOuter(range),
      );
  }

  #scanInside(layer: Layer, scan: ViewScan): void {
    this.#detectIn(layer, scan);
    this.#scanViews(layer, scan);
  }

  /** What is in a view of the text itself. The view is scanned if the memo does not know it. */
  #factsOf(decoded: DecodedView, layer: Layer, scan: ViewScan): InsideFacts {
    const key = scan.memo?.keyOf(decoded);
    const known = key === undefined ? undefined : scan.memo?.get(key);
    if (known !== undefined) {
      this.#count(decoded.kind, known.views);
      return known;
    }
    const reach = new Reach();
    const [undecoded, views] = [this.#undecoded, this.viewCount];
    const found = scan.found.length + scan.containers.length;
    this.#scanInside(layer, { ...scan, reach });
    const isClean = this.#undecoded === undecoded && scan.found.length + scan.containers.length === found;
    if (isClean && key !== undefined) scan.memo?.set(key, { ...reach.inside, views: this.viewCount - views });
    return reach.inside;
  }

  /** Whether something was not decoded. */
  get isIncomplete(): boolean {
    return this.#undecoded > 0;
  }

  /** Number of views made. */
  get viewCount(): number {
    let count = 0;
    for (const views of this.views.values()) count += views;
    return count;
  }

  #count(kind: string, views: number): void {
    this.views.set(kind, (this.views.get(kind) ?? 0) + views);
  }

  #detectIn(layer: Layer, { found, reach }: ViewScan): void {
    const state = this.#detector.newState();
    const detections = layer.isGuessed
      ? this.#detector.detectProvable(layer.bytes, this.#origin, state)
      : this.#detector.detectWhole(layer.bytes, this.#origin, state);
    reach?.expect(state.reach);
    for (const detection of detections) {
      if (layer.isApart?.(detection) === true) continue;
      if (layer.trustOf === undefined) {
        found.push(placed(detection, layer));
        continue;
      }
      const joined = layer.trustOf(detection);
      // Parts that only seem to belong together need a value of a known shape.
      if (joined === undefined || (joined === 'unsure' && !KNOWN_SHAPES.has(detection.confidence))) continue;
      found.push({ ...placed(detection, layer), joined });
    }
  }
}
