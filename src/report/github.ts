import type { Finding, Reporter, ScanResult } from '../types.ts';
import { adviceText, isAllowable } from './advice.ts';
import { plural } from './figures.ts';
import { historyPlaceIn, historyText } from './history.ts';
import { shownDetail, shownPart, shownInside, shownPath } from './names.ts';
import { outcomeOf } from './outcome.ts';
import { visible } from './sanitize.ts';
import { LEVELS, REASON_WORDS } from './words.ts';
import { type Annotation, type AnnotationLevel, annotationText, workflowCommand } from './workflow-command.ts';

/**
 * Annotations for GitHub Actions: findings by severity, then what was not looked at, at most ten of each level, then one line
 * in plain text. No line begins with a name from evidence, and none holds one outside a command.
 */
export const github: Reporter = (result) => {
  const { word, rest } = outcomeOf(result);
  const annotations = [...findingAnnotations(result), ...skipAnnotations(result), ...noteAnnotations(result)];
  return annotationText(annotations, `${word} ${rest}`);
};

function findingAnnotations({ findings }: ScanResult): readonly Annotation[] {
  return findings.map((finding) => {
    const level = LEVELS[finding.severity] === 'note' ? 'notice' : (LEVELS[finding.severity] as AnnotationLevel);
    const { startLine, endLine, startColumn, endColumn } = finding.location;
    const title = `watertight: ${visible(finding.ruleName)}`;
    const file = fileOf(finding.location);
    const place = file === undefined ? {} : { file, line: startLine, endLine, col: startColumn, endColumn };
    return { level, text: workflowCommand(level, { ...place, title }, message(finding)) };
  });
}

/** What GitHub would look for in the checkout; undefined for a message, a tag, a ref, standard input and the like. */
function fileOf({ path, part }: { readonly path: string; readonly part?: string }): string | undefined {
  return /^<[^/]*>$/.test(path) || (part !== undefined && part !== 'blob') ? undefined : shownPath(path);
}

function message(finding: Finding): string {
  const { length, mask } = finding.secret;
  const within = shownInside(finding.location);
  const inside = within === '' ? '' : ` inside ${within}`;
  const seen = `${plural(length, 'character')}${mask === '' ? '' : `, ${visible(mask)}`}`;
  return [
    `${visible(finding.ruleName)} (${visible(finding.ruleId)}: ${seen}) on surface ${finding.surface}${inside}.`,
    ...placeText(finding),
    adviceText(finding),
    ...(isAllowable(finding) ? [`Not a secret? Allow fingerprint ${visible(finding.fingerprint)} in the packet.`] : []),
  ].join(' ');
}

/** Where it stands, as far as the annotation's own place does not say it. */
function placeText(finding: Finding): readonly string[] {
  if (finding.places !== undefined) return [historyText(finding).trim()];
  return fileOf(finding.location) === undefined ? [`Found in ${historyPlaceIn(finding.location)}.`] : [];
}

function skipAnnotations({ skipped }: ScanResult): readonly Annotation[] {
  return skipped
    .filter(({ accepted }) => !accepted)
    .map((skip) => {
      const file = fileOf(skip);
      const properties = { ...(file !== undefined && { file }), title: 'watertight: not scanned' };
      const said = `${shownPart(skip)}: ${REASON_WORDS[skip.reason]}. ${shownDetail(skip.detail)}`.trim();
      return { level: 'warning', text: workflowCommand('warning', properties, said) };
    });
}

function noteAnnotations({ summary }: ScanResult): readonly Annotation[] {
  return summary.notes.map((note) => ({
    level: 'notice',
    text: workflowCommand('notice', { title: 'watertight' }, shownDetail(note)),
  }));
}
