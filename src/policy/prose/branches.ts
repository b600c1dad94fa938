import { BRANCH_FIELDS, HEAD_FIELDS } from '../decision/fields.ts';
import type { Block } from './blocks.ts';

/** Words in code marks that name fields, not branches. */
const FIELDS = new Set<string>([
  ...HEAD_FIELDS,
  ...Object.values(BRANCH_FIELDS).flatMap(({ required, optional }) => [...required, ...optional]),
]);

/** Branch names that sentences about branches give in code marks, each with the line of its first occurrence. */
export function namedBranches(blocks: readonly Block[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { kind, text, line } of blocks) {
    if (kind === 'code') continue;
    for (const sentence of text.split(/(?<=[.;!?])\s+/)) {
      if (!/\bbranch(?:es)?\b|\bselects?\b/i.test(sentence)) continue;
      for (const [, word = ''] of sentence.matchAll(/`([a-z][a-z0-9]*(?:_[a-z0-9]+)*)`/g)) {
        if (!FIELDS.has(word) && !found.has(word)) found.set(word, line);
      }
    }
  }
  return found;
}
