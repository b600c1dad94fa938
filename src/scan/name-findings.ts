import { LineLocator } from '../location.ts';
import type { Blob, Surface } from '../types.ts';
import { BlockComments } from './block-comments.ts';
import type { ScanContext } from './context.ts';
import { settle } from './findings.ts';

/** The last step of the view of a value that stands in a name. */
const VIEW = 'path';

/**
 * Finds values in the names of files and members: a token in a folder's name is as readable as one in a file. Each is told
 * once, for the first file below it, with its column in the name.
 */
export class NameFindings {
  readonly #context: ScanContext;
  readonly #told: Set<string> = new Set();

  constructor(context: ScanContext) {
    this.#context = context;
  }

  /** Judges what stands in the blob's own name: its path, or its place in the archive. */
  settle(blob: Blob, surface: Surface): void {
    const { names, detector, collector } = this.#context;
    const name = nameOf(blob);
    if (name === '' || names.of(name) === name) return;
    const bytes = Buffer.from(name, 'utf8');
    const found = detector.detect(bytes, { from: 0, to: bytes.length, base: 0 }, detector.newState());
    const outer = [blob.path, ...blob.view.slice(0, -1)].slice(0, blob.view.length).join('\0');
    const fresh = found.filter(({ end, rule }) =>
      this.#isFirst(`${outer}\0${rule.id}\0${bytes.toString('utf8', 0, end)}`),
    );
    const path = names.of(blob.path);
    const view = blob.view.map((step) => names.of(step));
    const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
    const place = { path, view, surface, isMember: true, sink: collector, blocks: new BlockComments() };
    const detections = fresh.map((detection) => ({
      ...detection,
      view: [VIEW, ...(detection.steps ?? [])],
      regions: [],
    }));
    settle(detections, window, place, new LineLocator(), this.#context);
  }

  #isFirst(key: string): boolean {
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    return true;
  }
}

function nameOf({ path, view }: Blob): string {
  const last = view.at(-1);
  return last === undefined ? path : last.includes(':') ? last.slice(last.indexOf(':') + 1) : '';
}
