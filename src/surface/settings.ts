import type { ContentHit } from './content-hit.ts';
import { firstLines } from './log-lines.ts';

/** Top-level keys that together identify a YAML format; all must be present. */
const YAML_KEYS: readonly (readonly [ContentHit, readonly string[]])[] = [
  [{ surface: 'generated_config', what: 'kubeconfig' }, ['clusters', 'users', 'contexts']],
  [{ surface: 'generated_config', what: 'Kubernetes manifest' }, ['apiVersion', 'kind']],
  [{ surface: 'generated_config', what: 'sops file' }, ['sops']],
  [{ surface: 'generated_config', what: 'compose file' }, ['services', 'volumes']],
  [{ surface: 'generated_config', what: 'compose file' }, ['services', 'networks']],
  [{ surface: 'sot', what: 'decision record' }, ['decision_status']],
];

const HEADS: readonly (readonly [string, ContentHit])[] = [
  ['#cloud-config', { surface: 'generated_config', what: 'cloud-init' }],
  ['$ANSIBLE_VAULT;', { surface: 'generated_config', what: 'Ansible vault' }],
  ['-----BEGIN ', { surface: 'generated_config', what: 'PEM block' }],
  ['USER-SUPPLIED VALUES:', { surface: 'generated_config', what: 'Helm values' }],
  ['COMPUTED VALUES:', { surface: 'generated_config', what: 'Helm values' }],
  ['Type,Name,Request Count,Failure Count,', { surface: 'report', what: 'Locust statistics' }],
  ['Timestamp,User Count,Type,Name,', { surface: 'report', what: 'Locust statistics' }],
  ['Method,Name,Error,Occurrences', { surface: 'report', what: 'Locust statistics' }],
  ['metric_name,timestamp,metric_value,', { surface: 'report', what: 'k6 output' }],
  ['Script started on ', { surface: 'trace', what: 'terminal recording' }],
  ['TAP version 1', { surface: 'report', what: 'TAP' }],
  ['TN:', { surface: 'report', what: 'lcov data' }],
];

/** Patterns for the first two non-empty lines. */
const FIRST_LINES: readonly (readonly [RegExp, ContentHit])[] = [
  [/^(?:\d{1,7} +)?execve\("/, { surface: 'trace', what: 'strace output' }],
  [/^\d{1,9}:\d{1,2}:[a-z_]{2,20};/, { surface: 'trace', what: 'mitmproxy flows' }],
  [
    /^Name: {2,60}[\w.-]{1,253}\n(?:Namespace|Labels|Priority): {2,60}\S/,
    { surface: 'generated_config', what: 'kubectl describe' },
  ],
  [
    /^(?:Terraform|OpenTofu) (?:used the selected providers|will perform the following)/,
    { surface: 'generated_config', what: 'Terraform plan' },
  ],
];

/** Packets and decision records, which have the keys of a Kubernetes manifest as well. */
const OWN_DOCUMENT = /^apiVersion:[ \t]*["']?watertight\//m;

const ASSIGNMENT = /^(?:export )?[A-Z_][A-Z0-9_]{0,80}=/;
const SETTING = /^[\w.\-/ ]{1,80}?[ \t]*[=:]/;

/** What the first lines tell, also of a text with data in it. */
export function surfaceOfStart(start: string): ContentHit | undefined {
  return FIRST_LINES.find(([shape]) => shape.test(start))?.[1];
}

/** Settings, packets and other line-based formats without a distinctive mark. */
export function surfaceOfSettings(text: string): ContentHit | undefined {
  const head = HEADS.find(([start]) => text.startsWith(start));
  if (head) return head[1];
  const lines = firstLines(text);
  const full = lines.filter((line) => line !== '' && !/^[ \t]*[#;]/.test(line));
  const known = surfaceOfStart(full.slice(0, 2).join('\n'));
  if (known) return known;
  if (full.length > 1 && full.every((line) => ASSIGNMENT.test(line)))
    return { surface: 'generated_config', what: 'environment file' };
  return yamlKeys(text) ?? cassette(text) ?? taskList(text) ?? ini(full);
}

function yamlKeys(text: string): ContentHit | undefined {
  if (OWN_DOCUMENT.test(text)) return { surface: 'sot', what: 'evidence packet or decision record' };
  const keys = new Set<string>();
  for (const match of text.matchAll(/^(?<key>[A-Za-z_][\w-]{0,60}):(?:[ \r]|$)/gm))
    keys.add(match.groups?.['key'] ?? '');
  return YAML_KEYS.find(([, all]) => all.every((key) => keys.has(key)))?.[0];
}

/** Recordings of VCR, vcrpy and go-vcr. */
function cassette(text: string): ContentHit | undefined {
  const isCassette = /^(?:http_)?interactions:[ \t]*\r?\n[ \t]{0,8}- (?:request:|id: \d+\r?\n[ \t]+request:)/m.test(
    text,
  );
  return isCassette ? { surface: 'trace', what: 'recorded exchanges' } : undefined;
}

function taskList(text: string): ContentHit | undefined {
  const isList = /^tasks:[ \t]*\r?\n(?:[ \t]*#[^\n]{0,200}\n)?[ \t]{0,8}- (?:id|title|task|name):/m.test(text);
  return isList ? { surface: 'task_file', what: 'task list' } : undefined;
}

const isSection = (line: string): boolean => /^\[[\w .:"/@*-]{1,80}\]$/.test(line);

/** A `[section]` first, and only settings and sections after it. */
function ini(lines: readonly string[]): ContentHit | undefined {
  const isIni =
    lines.length > 1 &&
    isSection(lines[0] ?? '') &&
    lines.every((line) => isSection(line) || SETTING.test(line) || /^[ \t]/.test(line));
  return isIni ? { surface: 'generated_config', what: 'INI sections' } : undefined;
}
