import { Budget } from '../../src/view/budget.ts';
import { type DecodedView, decodedViews } from '../../src/view/encoded/encodings.ts';

/** The views of one kind that a text holds, without a limit. */
export function viewsOf(kind: string, text: string): DecodedView[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: () => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)].filter((view) => view.kind === kind);
}

/** What those views say. */
export function textsOf(kind: string, text: string): string[] {
  return viewsOf(kind, text).map(({ bytes }) => bytes.toString());
}
