import { plural } from './figures.ts';

/**
 * Workflow commands of GitHub Actions, `::error file=a,line=1::message`. The runner undoes these escapes after it has split the
 * line, so that nothing inside a name can end a property or begin another command.
 */
const DATA: Readonly<Record<string, string>> = { '%': '%25', '\r': '%0D', '\n': '%0A', ':': '%3A', ',': '%2C' };

/** How grave an annotation is. */
export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** A command that annotates. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly text: string;
}

/** How many annotations of one level GitHub shows of one step. */
const SHOWN_PER_LEVEL = 10;

/** Annotations by level, at most ten of each, then one line in plain text that says how many more there are. */
export function annotationText(annotations: readonly Annotation[], ending: string): string {
  const lines: string[] = [];
  const left: string[] = [];
  for (const level of ['error', 'warning', 'notice'] as const) {
    const all = annotations.filter((annotation) => annotation.level === level);
    lines.push(...all.slice(0, SHOWN_PER_LEVEL).map(({ text }) => text));
    if (all.length > SHOWN_PER_LEVEL) left.push(plural(all.length - SHOWN_PER_LEVEL, `more ${level}`));
  }
  const more = left.length > 0 ? `; not annotated: ${left.join(', ')} (--format json has all)` : '';
  return [...lines, `watertight: ${ending}${more}`, ''].join('\n');
}

/** Escapes a command's message. */
export function commandData(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => DATA[character] ?? character);
}

/** Escapes a command's property. */
export function commandProperty(text: string): string {
  return text.replace(/[%\r\n:,]/g, (character) => DATA[character] ?? character);
}

/** One command, one line. */
export function workflowCommand(
  level: AnnotationLevel,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const pairs = Object.entries(properties).map(([name, value]) => `${name}=${commandProperty(String(value))}`);
  return `::${level}${pairs.length > 0 ? ' ' : ''}${pairs.join(',')}::${commandData(message)}`;
}
