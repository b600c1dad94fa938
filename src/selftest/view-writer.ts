/** A way of writing a text that a scan must see through. */
export interface ViewWriter {
  /** The steps of the view, outermost first. */
  readonly name: string;
  /** Ending of a file that is written so. */
  readonly ending: string;
  readonly write: (text: string) => Buffer;
}

/** The value alone of a text that holds one: what a name stands beside, or is. */
export function valueOf(text: string): string {
  const [longest = ''] = (text.match(/[\w.+/~-]+/g) ?? []).toSorted((one, other) => other.length - one.length);
  return longest;
}
