import { rollBits, rollFinderFor, type RollFinder } from '../../../engine/roll-finder.ts';
import type { KnownFinder, KnownMatch } from '../finder.ts';
import type { PrintForm } from './anchors.ts';
import { confirmOf, type Prints } from './prints.ts';

/** What a thread needs to find values by their fingerprints, as plain data. */
export interface PrintPlan {
  readonly prints: Prints;
  readonly base: number;
  readonly confirm: Uint8Array;
}

/** A confirmed window. */
interface Anchored {
  readonly form: number;
  /** Where the form would begin. */
  readonly origin: number;
  readonly start: number;
  readonly end: number;
}

/** Finds values of which only fingerprints are known. One per thread. */
export class PrintedValues implements KnownFinder {
  readonly #forms: readonly PrintForm[];
  readonly #confirm: Uint8Array;
  readonly #finders: readonly { readonly window: number; readonly finder: RollFinder }[];
  readonly #entries: ReadonlyMap<string, readonly (readonly [form: number, offset: number])[]>;
  readonly margin: number;

  constructor({ prints, base, confirm }: PrintPlan, plain: boolean = false) {
    this.#forms = prints.forms;
    this.#confirm = confirm;
    this.#finders = prints.rolls.map(({ window, width, hashes }) => ({
      window,
      finder: rollFinderFor(rollBits({ window, base, width }, hashes), plain),
    }));
    const entries = new Map<string, [number, number][]>();
    for (const [text, form, offset] of prints.entries) {
      if (form < 0) continue;
      const list = entries.get(text);
      if (list === undefined) entries.set(text, [[form, offset]]);
      else list.push([form, offset]);
    }
    this.#entries = entries;
    this.margin = Math.max(0, ...prints.forms.map(({ length }) => length));
  }

  /** Matches that begin in `[from, to)`. */
  find(bytes: Uint8Array, from: number = 0, to: number = bytes.length): readonly KnownMatch[] {
    const found = new Map<string, Anchored[]>();
    const [first, last] = [Math.max(0, from - this.margin), Math.min(bytes.length, to + this.margin)];
    for (const { window, finder } of this.#finders) {
      finder.find(bytes, first, last, (at) => this.#confirmAt(bytes, at, window, found));
    }
    if (found.size === 0) return [];
    return [...found.values()]
      .map((windows) => this.#matchOf(windows, bytes))
      .filter(({ start }) => start >= from && start < to);
  }

  #confirmAt(bytes: Uint8Array, at: number, window: number, found: Map<string, Anchored[]>): void {
    const entries = this.#entries.get(confirmOf(this.#confirm, bytes.subarray(at, at + window))) ?? [];
    for (const [form, offset] of entries) {
      const key = `${form} ${at - offset}`;
      const anchored = { form, origin: at - offset, start: at, end: at + window };
      const list = found.get(key);
      if (list === undefined) found.set(key, [anchored]);
      else list.push(anchored);
    }
  }

  /** The whole form if its start and its end are present; otherwise the text between the windows that are. */
  #matchOf(windows: readonly Anchored[], bytes: Uint8Array): KnownMatch {
    const [{ form, origin } = { form: 0, origin: 0 }] = windows;
    const { name, steps, length, lead, trail, chars, bits } = this.#forms[form] as PrintForm;
    const [start, end] = [Math.min(...windows.map((one) => one.start)), Math.max(...windows.map((one) => one.end))];
    const whole =
      start - origin <= lead && end - origin >= length - trail && origin >= 0 && origin + length <= bytes.length;
    const span = whole ? { start: origin, end: origin + length } : { start, end };
    const shown = whole ? chars : Math.min(chars, Math.round(((end - start) * chars) / length));
    return {
      ...span,
      name,
      steps,
      shown,
      chars,
      bits: (bits * shown) / Math.max(1, chars),
      value: Buffer.from(bytes.subarray(span.start, span.end)).toString('latin1'),
    };
  }
}
