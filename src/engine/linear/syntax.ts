/** Code points from `min` to `max`, both inclusive. */
export interface CodeRange {
  readonly min: number;
  readonly max: number;
}

/** Assertions, which consume nothing: start and end of a line or of the text, an edge of an ASCII word or none. */
export type Assertion = 'line-start' | 'line-end' | 'text-start' | 'text-end' | 'word-edge' | 'no-word-edge';

/** A parsed pattern. */
export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'chars'; readonly ranges: readonly CodeRange[] }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'group'; readonly index: number; readonly node: Node }
  | { readonly kind: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly kind: 'choice'; readonly nodes: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly node: Node;
      readonly min: number;
      /** `Infinity` for unbounded. */
      readonly max: number;
      readonly greedy: boolean;
    };
