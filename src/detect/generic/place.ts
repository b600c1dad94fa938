import type { NameKind } from './name.ts';
import type { Located } from './syntax.ts';

/** A located value with the name left of it. */
export interface Named extends Located {
  readonly name: string;
  readonly kind: NameKind;
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** What the checks of one kind of noise look at. */
export interface Place {
  readonly named: Named;
  readonly value: string;
  /** Text before the name, text between name and value, text behind the value. */
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

/** What a value is that is no credential, in words, and the check that tells. */
export type Kind = readonly [says: string, isOfKind: (place: Place) => boolean];

/** Letters and digits of a name alone, in lower case. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z\d]/g, '');
}
