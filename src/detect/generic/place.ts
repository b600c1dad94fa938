import type { NameKind } from './name.ts';
import type { Located } from './syntax.ts';

/** A located value with the name to its left. */
export interface Named extends Located {
  readonly name: string;
  readonly kind: NameKind;
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** The input of the checks for noise. */
export interface Place {
  readonly named: Named;
  readonly value: string;
  /** Text before the name, between name and value, and after the value. */
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

/** A kind of noise: in words what such a value is, and the check that recognises it. */
export type Kind = readonly [says: string, isOfKind: (place: Place) => boolean];

/** Only the letters and digits of a name, in lower case. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z\d]/g, '');
}
