import type { Finding, RuleInfo, ScanResult } from '../types.ts';
import { adviceText } from './advice.ts';
import { clipped } from './sanitize.ts';
import { CONFIDENCE_WORDS, LEVELS } from './words.ts';

/** GitHub reads above 9.0 as critical, from 7.0 high, from 4.0 medium, from 0.1 low. */
const SECURITY_SEVERITY = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0', info: '0.1' } as const;
const PRECISION = {
  'known-value': 'very-high',
  'checksum-valid': 'very-high',
  'provider-shape': 'high',
  context: 'medium',
  entropy: 'low',
  'checksum-invalid': 'low',
} as const;
/** CWE-798 hard-coded credentials, CWE-312 cleartext storage, CWE-916 weak password hash, CWE-200 exposure of information. */
const WEAKNESSES = {
  secret: ['external/cwe/cwe-312', 'external/cwe/cwe-798'],
  'password-hash': ['external/cwe/cwe-916'],
  'public-client-key': ['external/cwe/cwe-200'],
  identifier: ['external/cwe/cwe-200'],
  'target-path': ['external/cwe/cwe-200'],
} as const;

/** The rules that findings name, each once, and the place of each in that list. */
export interface RuleTable {
  readonly descriptors: readonly object[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/** Rules of a result; one that the result does not list is described from its first finding. */
export function ruleTable({ rules, findings }: Pick<ScanResult, 'rules' | 'findings'>): RuleTable {
  const byId = new Map<string, RuleInfo>();
  for (const rule of rules) if (!byId.has(rule.id)) byId.set(rule.id, rule);
  for (const finding of findings) if (!byId.has(finding.ruleId)) byId.set(finding.ruleId, ruleOf(finding));
  const indexOf = new Map([...byId.keys()].map((id, index) => [id, index]));
  return { descriptors: [...byId.values()].map(descriptor), indexOf };
}

function ruleOf({ ruleId, ruleName, class: kind, severity, confidence }: Finding): RuleInfo {
  return { id: ruleId, name: ruleName, class: kind, severity, confidence };
}

function descriptor(rule: RuleInfo): object {
  const { severity, confidence, reference } = rule;
  const advice = adviceText(rule);
  const title = clipped(rule.name, 1024) || rule.id;
  const linked = reference !== undefined && isWebAddress(reference);
  return {
    id: rule.id,
    name: identifierOf(rule.id),
    shortDescription: { text: title },
    fullDescription: {
      text: clipped(`${title}: matches of class ${rule.class} (${CONFIDENCE_WORDS[confidence]}).`, 1024),
    },
    help: { text: advice, markdown: `${advice}${linked ? `\n\nReference: <${reference}>` : ''}` },
    ...(linked ? { helpUri: reference } : {}),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', rule.class, ...WEAKNESSES[rule.class]],
      precision: PRECISION[confidence],
      'problem.severity': LEVELS[severity] === 'note' ? 'recommendation' : LEVELS[severity],
      'security-severity': SECURITY_SEVERITY[severity],
    },
  };
}

/** `github-pat` as `GithubPat`: SARIF wants a rule's name to be an identifier. */
function identifierOf(id: string): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return clipped(name || 'Rule', 255);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[!#$&-;=?-Z_a-z~]+$/.test(text) && URL.canParse(text);
}
