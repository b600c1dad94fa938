import { withoutOverlaps } from '../detect/overlaps.ts';
import { LineLocator } from '../location.ts';
import { type BareName, type Blob, NAME_STEP, type Surface, TARGET_STEP } from '../types.ts';
import { BlockComments } from './block-comments.ts';
import type { ScanContext } from './context.ts';
import { settle } from './findings.ts';
import { detectInName } from './name-scan.ts';

/** A name, with the origin and commit of the object that contains it. */
export type PlacedName = BareName & Pick<Blob, 'origin' | 'commit'>;

/**
 * Finds values in the names of files, folders, links and members: a token in a folder's name is as readable as one in a
 * file. Each is reported once, for the first file below it, with its column in the name.
 */
export class NameFindings {
  readonly #context: ScanContext;
  readonly #told: Set<string> = new Set();

  constructor(context: ScanContext) {
    this.#context = context;
  }

  /** Scans a name (a path or a place in an archive) and a link's target. */
  settle(name: PlacedName, surface: Surface): void {
    const { target } = name;
    this.#settle(ownName(name), NAME_STEP, name, surface);
    if (target !== undefined) this.#settle(target, TARGET_STEP, name, surface);
  }

  #settle(name: string, step: string, place: PlacedName, surface: Surface): void {
    const { names, detector, collector } = this.#context;
    if (name === '' || names.of(name) === name) return;
    const { origin, commit } = place;
    const outer = [origin?.object ?? '', ...around(place, step)];
    const bytes = Buffer.from(name, 'utf8');
    const fresh = withoutOverlaps(detectInName(name, detector)).filter(({ end, rule }) =>
      this.#isFirst([...outer, step, rule.id, bytes.toString('utf8', 0, end)].join('\0')),
    );
    const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
    const view = place.view.map((one) => names.of(one));
    const shown = { path: names.of(place.path), view, surface, isMember: true };
    const detections = fresh.map((detection) => ({ ...detection, view: [step, ...detection.view], regions: [] }));
    settle(
      detections,
      window,
      { ...shown, origin, commit, sink: collector, blocks: new BlockComments() },
      new LineLocator(),
      this.#context,
    );
  }

  #isFirst(key: string): boolean {
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    return true;
  }
}

/** The texts around a name. */
function around({ path, view }: BareName, step: string): readonly string[] {
  return step === TARGET_STEP ? [path, ...view] : [path, ...view.slice(0, -1)].slice(0, view.length);
}

function ownName({ path, view }: BareName): string {
  const last = view.at(-1);
  return last === undefined ? path : last.includes(':') ? last.slice(last.indexOf(':') + 1) : '';
}
