/** A way of writing a text that a scan must see through. */
export interface ViewWriter {
  /** The steps of the view, outermost first. */
  readonly name: string;
  /** Extension of a file written this way. */
  readonly ending: string;
  readonly write: (text: string) => Buffer;
}

/** Only the value of a text that contains one, without its name. */
export function valueOf(text: string): string {
  const [longest = ''] = (text.match(/[\w.+/~-]+/g) ?? []).toSorted((one, other) => other.length - one.length);
  return longest;
}
