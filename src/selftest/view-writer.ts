/** A way of writing a text that a scan must see through. */
export interface ViewWriter {
  /** The steps of the view, outermost first. */
  readonly name: string;
  /** Ending of a file that is written so. */
  readonly ending: string;
  readonly write: (text: string) => Buffer;
}
