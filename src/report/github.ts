import type { Finding, Reporter, ScanResult } from '../types.ts';
import { adviceText, isAllowable } from './advice.ts';
import { plural } from './figures.ts';
import { historyText } from './history.ts';
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
    const { path, startLine, endLine, startColumn, endColumn } = finding.location;
    const title = `watertight: ${visible(finding.ruleName)}`;
    const place = { file: shownPath(path), line: startLine, endLine, col: startColumn, endColumn, title };
    return { level, text: workflowCommand(level, place, message(finding)) };
  });
}

function message(finding: Finding): string {
  const { length, mask } = finding.secret;
  const within = shownInside(finding.location);
  const inside = within === '' ? '' : ` inside ${within}`;
  const seen = `${plural(length, 'character')}${mask === '' ? '' : `, ${visible(mask)}`}`;
  return [
    `${visible(finding.ruleName)} (${visible(finding.ruleId)}: ${seen}) on surface ${finding.surface}${inside}.`,
    ...(finding.places === undefined ? [] : [historyText(finding).trim()]),
    adviceText(finding),
    ...(isAllowable(finding) ? [`Not a secret? Allow fingerprint ${visible(finding.fingerprint)} in the packet.`] : []),
  ].join(' ');
}

function skipAnnotations({ skipped }: ScanResult): readonly Annotation[] {
  return skipped
    .filter(({ accepted }) => !accepted)
    .map((skip) => {
      const properties = { file: shownPath(skip.path), title: 'watertight: not looked at' };
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
