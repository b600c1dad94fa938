import type { ContentHit } from './content-hit.ts';

/** Viewers and exporters put a few lines before a document; front matter that begins later does not count. */
const SEARCH_LINES = 20;
const MAX_LINES = 80;
const KEY_LINE = /^(?<key>[A-Za-z][\w -]{0,40}):(?:\s|$)/;
/** Keys of decision records, in lower case with `-` as `_`. */
const DECISION_KEYS = new Set([
  'status',
  'lifecycle',
  'lifecycle_classification',
  'decision',
  'decision_status',
  'decision_makers',
  'deciders',
  'decided',
  'adr',
  'rfc',
  'kep_number',
  'supersedes',
  'superseded_by',
  'core_promotion_status',
  'watertight',
]);

/** A document whose front matter has a key of decision records (MADR, KEP, our own packets). */
export function surfaceOfFrontMatter(text: string): ContentHit | undefined {
  const lines = text.split(/\r?\n/, SEARCH_LINES + MAX_LINES);
  const open = lines.indexOf('---');
  if (open < 0 || open >= SEARCH_LINES) return undefined;
  const block = lines.slice(open + 1);
  const close = block.findIndex((line) => line === '---' || line === '...');
  const matter = block.slice(0, Math.max(close, 0));
  const isMapping = matter.every((line) => KEY_LINE.test(line) || /^(?:\s|#|-|\||$)/.test(line));
  return isMapping && matter.some(isDecisionLine)
    ? { surface: 'sot', what: 'front matter of a decision document' }
    : undefined;
}

function isDecisionLine(line: string): boolean {
  const key = KEY_LINE.exec(line)?.groups?.['key'] ?? '';
  return DECISION_KEYS.has(key.toLowerCase().replaceAll('-', '_'));
}
