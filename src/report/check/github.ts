import type { CheckOutcomeKind, CheckReporter, Observation } from '../../check-result.ts';
import { shownPath } from '../names.ts';
import { visible } from '../sanitize.ts';
import { type Annotation, type AnnotationLevel, annotationText, workflowCommand } from '../workflow-command.ts';
import { titleOf } from './titles.ts';
import { endingOf } from './words.ts';

const LEVELS: Readonly<Partial<Record<CheckOutcomeKind, AnnotationLevel>>> = {
  invalid: 'error',
  fail: 'error',
  unproven: 'warning',
  warn: 'warning',
};

/**
 * Annotations for GitHub Actions: each fault and what was not proved at its place, at most ten of each level, then one line in plain
 * text. No line begins with a name from evidence, and none holds one outside a command.
 */
export const checkGithub: CheckReporter = (result, _options) => {
  const { word, rest } = endingOf(result);
  return annotationText(result.observations.flatMap(annotationOf), `${word} ${rest}`);
};

function annotationOf({ id, outcome, message, place, fix }: Observation): readonly Annotation[] {
  const level = LEVELS[outcome];
  if (level === undefined) return [];
  const properties = {
    ...(place && { file: shownPath(place.path) }),
    ...(place?.line !== undefined && { line: place.line }),
    ...(place?.column !== undefined && { col: place.column }),
    title: `watertight: ${id} ${titleOf(id)}`,
  };
  const said = `${visible(message)}${fix === undefined ? '' : `. ${visible(fix)}`}`;
  return [{ level, text: workflowCommand(level, properties, said) }];
}
