import { SEVERITIES } from '../types.ts';
import type { Confidence, RuleInfo, Surface, Verdict } from '../types.ts';
import type { Forbid, PacketClass } from './packet.ts';
import { compileTextGlobs } from './text-glob.ts';

/** What a verdict regardless of the value's text depends on. */
export interface Judged {
  readonly rule: Pick<RuleInfo, 'id' | 'class' | 'severity'>;
  /** Confidence of the candidate, which may differ from the rule's. */
  readonly confidence: Confidence;
  readonly surface: Surface;
}

/**
 * Compiles `forbid` entries into a judge: the first matching entry forbids, otherwise `unlisted` allows. A known value
 * is judged only by class and surface and, if no entry matches, forbidden by `known-value`: a declared secret is a leak
 * wherever it appears.
 */
export function compileForbids(entries: readonly Forbid[]): (judged: Judged) => Verdict {
  const compiled = entries.map(compileEntry);
  return (judged) => {
    const hit = compiled.find((entry) => entry.fits(judged));
    if (hit !== undefined) return { kind: 'forbidden', by: hit.id };
    return judged.confidence === 'known-value'
      ? { kind: 'forbidden', by: 'known-value' }
      : { kind: 'allowed', by: 'unlisted' };
  };
}

interface CompiledEntry {
  readonly id: string;
  readonly fits: (judged: Judged) => boolean;
}

function compileEntry({ id, surfaces, match }: Forbid): CompiledEntry {
  const onSurface = new Set<Surface>(surfaces);
  const classes = match.classes && new Set<PacketClass>(match.classes);
  const confidences = match.confidences && new Set(match.confidences);
  const worst = match.severity === undefined ? Infinity : SEVERITIES.indexOf(match.severity);
  const isWanted = match.rules === undefined ? (): boolean => true : compileTextGlobs(match.rules);
  const isRefused = compileTextGlobs(match.notRules ?? []);
  const byRule = ({ rule, confidence }: Judged): boolean =>
    (confidences?.has(confidence) ?? true) &&
    SEVERITIES.indexOf(rule.severity) <= worst &&
    isWanted(rule.id) &&
    !isRefused(rule.id);
  return {
    id,
    fits: (judged) =>
      onSurface.has(judged.surface) &&
      (classes?.has(judged.rule.class) ?? true) &&
      (judged.confidence === 'known-value' || byRule(judged)),
  };
}
