import type { Observation } from '../../check-result.ts';
import { shownPath } from '../names.ts';

/** `path:line:column`, which terminals and editors open on a click. */
export function placeText({ path, line, column }: NonNullable<Observation['place']>): string {
  return [shownPath(path), ...(line === undefined ? [] : [line, ...(column === undefined ? [] : [column])])].join(':');
}
