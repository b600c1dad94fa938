import type { Statement } from '../governed.ts';
import type { Block } from '../prose/blocks.ts';
import { plainText } from '../prose/phrase.ts';
import { TOPICS } from './topics.ts';

/** An acceptance line, or a line of what an item is blocked by. */
export interface AcceptanceLine {
  readonly kind: 'acceptance' | 'blocked-by';
  /** Id or title of the section that contains it. */
  readonly section: string;
  readonly line: number;
  readonly text: string;
  /** Ids of checks; empty if none can check it automatically. */
  readonly checks: readonly string[];
  /** What cannot be checked automatically. */
  readonly rest: readonly string[];
}

const BLOCKED_BY = /^[*_]{0,2}blocked by:?[*_]{0,2}:?$/i;

/** The acceptance lines of a document, each with the checks that enforce it. */
export function acceptanceLines(blocks: readonly Block[], statements: readonly Statement[]): AcceptanceLine[] {
  const found: AcceptanceLine[] = [];
  let section = '';
  let blockedBy = false;
  for (const block of blocks) {
    if (block.kind === 'heading') {
      if (!/^acceptance/i.test(block.text)) section = /[A-Z][A-Z0-9-]*-\d+/.exec(block.text)?.[0] ?? block.text;
      blockedBy = false;
    } else if (block.kind === 'paragraph') {
      blockedBy = BLOCKED_BY.test(block.text.trim());
    } else if (block.kind === 'item' && (block.acceptance || blockedBy)) {
      found.push({
        kind: block.acceptance ? 'acceptance' : 'blocked-by',
        section,
        line: block.line,
        text: block.text,
        ...mappingOf(block.text, statements),
      });
    }
  }
  return found;
}

/** The checks of a line: first the statements whose wording it asks for, then those of its topics. */
function mappingOf(text: string, statements: readonly Statement[]): Pick<AcceptanceLine, 'checks' | 'rest'> {
  const plain = plainText(text);
  const stated = statements.flatMap(({ any }, index) =>
    any.some((wording) => plain.includes(plainText(wording))) ? [`STM-${String(index + 1).padStart(2, '0')}`] : [],
  );
  const unmarked = text.replace(/`/g, '');
  const topics = TOPICS.filter(({ fits }) => fits.test(unmarked));
  const checks = [...new Set([...stated, ...topics.flatMap((topic) => topic.checks)])];
  return { checks, rest: [...new Set(topics.flatMap(({ rest }) => (rest === undefined ? [] : [rest])))] };
}
