import { NO_VIEWS } from '../decoded-view.ts';
import type { Family } from './family.ts';
import { streamTexts } from './streams.ts';

/** The head of a text whose lines are events with pieces of a text, without `data:` in front of them. */
const LINES =
  /^\{.{0,900}(?:"(?:text|input_json|thinking)_delta"|"chat\.completion\.chunk"|"delta"\s{0,2}:|"(?:done|stop|is_finished)"\s{0,2}:\s{0,2}false)/m;
const MARKS = ['delta"', '.chunk"', '"done"', '"stop"', '_finished"'] as const;

/** Whether the head of a text says that its lines are events with pieces of a text. */
export function isStream(head: string): boolean {
  return head.startsWith('{') && MARKS.some((mark) => head.includes(mark)) && LINES.test(head);
}

/** The texts that streams of events give in pieces. */
export const streamViews: Family = (text, found) => {
  const isLines = isStream(text.head);
  const isOne = isLines || found.deltas.length > 1 || found.events.length > 1;
  return isOne ? streamTexts(text, found, isLines) : NO_VIEWS;
};
