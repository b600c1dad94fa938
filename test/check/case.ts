/** The founding case in a folder of its own: prose, evidence of every surface, and what a test changes of it. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check, type CheckOptions, type CheckRun } from '../../src/check.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { git, withFolder } from '../source/git/helpers.ts';

export const PRD = 'docs/sot/cto-case-provider-decision-packet-prd.md';
export const ISSUES = 'docs/sot/cto-case-provider-decision-packet-issues.md';
export const RECORD = 'docs/sot/decisions/CTO-WORK-024.decision.yaml';
export const ADMISSION = 'runs/7/config/admission.json';
export const HEI = 'reports/harness-evidence-interface/run-7.json';
export const STAGE2 = 'reports/case-stage2/run-7.json';
/** The pair that is decided and admitted. */
export const PROVIDER = 'acme';
export const MODEL = 'acme/case-7b@2026-05-01';

/** A packet of the team's own: all that differs from the preset. */
export const PACKET = `apiVersion: watertight/v1
kind: EvidencePacket
extends: watertight:cto-case
metadata: { id: CTO-WORK-023, owner: jp }
surfaces: { commit: { required: false } }
evidence: { rules: { reachable_from: [] } }
`;

/** Evidence without any fault: one file for each surface, and the prose. */
const FILES: Readonly<Record<string, string>> = {
  [PRD]: readFileSync('fixtures/packets/founding-prd.md', 'utf8'),
  [ISSUES]: readFileSync('fixtures/sot/founding-packet-cleaned/packet.md', 'utf8'),
  'tasks/024.md': '# Decide the provider\n',
  'runs/7/argv.jsonl': '{"argv":["harness","case","--dry-run"]}\n',
  'runs/7/traces/spans.json': '{"spans":[]}\n',
  'runs/7/logs/backend.log': 'ready\n',
  'runs/7/config/harness.yaml': 'timeout: 30\n',
  'reports/summary.txt': 'nothing ran\n',
  'reports/case/dry-run.json': '{"steps":3}\n',
};

/** A case under way. */
export class Case {
  readonly root: string;
  readonly env: Record<string, string> = { PATH: process.env['PATH'] ?? '' };
  packet: string = PACKET;
  /** Id of the first commit. */
  commit = '';

  readonly #outside: string[] = [];

  constructor(root: string) {
    this.root = root;
  }

  write(path: string, text: string | Uint8Array): this {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
    return this;
  }

  remove(path: string): this {
    rmSync(join(this.root, path), { recursive: true });
    return this;
  }

  link(path: string, target: string): this {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    symlinkSync(target, join(this.root, path));
    return this;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Replaces a text that must be there. */
  edit(path: string, from: string, to: string): this {
    const before = this.read(path);
    if (!before.includes(from)) throw new Error(`${path} does not hold the text to replace`);
    return this.write(path, before.replace(from, to));
  }

  /** Sets a file's time back by this many seconds. */
  age(path: string, seconds: number): this {
    const then = Date.now() / 1000 - seconds;
    utimesSync(join(this.root, path), then, then);
    return this;
  }

  /** Makes a folder outside of the case; it goes with the case. */
  outside(path: string): void {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'main.c'), 'int main(void) {}\n');
    this.#outside.push(path);
  }

  /** Runs `body` on a new branch, and goes back. */
  branch(name: string, body: () => void): void {
    git(this.root, ['checkout', '-q', '-b', name]);
    body();
    git(this.root, ['checkout', '-q', 'main']);
  }

  dispose(): void {
    for (const path of this.#outside) rmSync(path, { recursive: true, force: true });
  }

  commitAll(message = 'evidence', env: Readonly<Record<string, string>> = {}): string {
    git(this.root, ['add', '-A']);
    git(this.root, ['commit', '-q', '--allow-empty', '-m', message], { env });
    return git(this.root, ['rev-parse', 'HEAD']);
  }

  record(text: string): this {
    return this.write(RECORD, text);
  }

  /** The file and the variables that admit a pair. */
  admit(provider: string = PROVIDER, model: string = MODEL): this {
    this.write(ADMISSION, JSON.stringify({ provider, model }));
    this.env['CTO_HARNESS_CASE_MODEL_ADMISSION_FILE'] = ADMISSION;
    this.env['CTO_HARNESS_CASE_MODEL_PROVIDER'] = provider;
    this.env['CTO_HARNESS_CASE_MODEL'] = model;
    return this;
  }

  async run(options: Partial<CheckOptions> = {}): Promise<CheckRun> {
    const packet = await loadPacket(this.packet, 'case.packet.yaml');
    return check({
      packet,
      origin: 'case.packet.yaml',
      root: this.root,
      env: this.env,
      today: '2026-06-10',
      ...options,
    });
  }

  /** `DEC-05 fail: message` of what is no pass and no mere state. */
  async faults(options: Partial<CheckOptions> = {}): Promise<string[]> {
    const { result } = await this.run(options);
    return result.observations
      .filter(({ outcome }) => outcome !== 'pass' && outcome !== 'info' && outcome !== 'not-checked')
      .map(({ id, outcome, message }) => `${id} ${outcome}: ${message}`);
  }
}

/** Runs `body` on the founding case, committed once. */
export async function withCase(body: (one: Case) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const one = new Case(folder);
    git(folder, ['init', '-q', '-b', 'main']);
    for (const [path, text] of Object.entries(FILES)) one.write(path, text);
    one.commit = one.commitAll();
    try {
      await body(one);
    } finally {
      one.dispose();
    }
  });
}

/** A good record of an approved external provider. */
export function externalRecord(commit: string): string {
  return `apiVersion: watertight/v1
kind: DecisionRecord
id: CTO-WORK-024
revision: 1
decision_status: external_provider_approved
provider: ${PROVIDER}
model: ${MODEL}
approval_source: { kind: governed-core-route, ref: CTO-WORK-024, by: jp, at: 2026-06-02 }
credential_source: { class: env, ref: CTO_HARNESS_CASE_API_KEY }
allowed_network_class: allowlisted-egress
allowed_hosts: [api.acme.test]
review_trigger: { kind: date, on: 2026-09-01 }
evidence_expectations: [{ id: summary, surface: report, path: reports/*.txt }]
evidence: [{ path: reports/case/dry-run.json, commit: ${commit} }]
`;
}

/** A good record of a required local provider. */
export function localRecord(commit: string): string {
  return `apiVersion: watertight/v1
kind: DecisionRecord
id: CTO-WORK-024
revision: 1
decision_status: local_provider_required
provider_class: local_case_compatible
provider: ""
model: null
approval_source: { kind: governed-core-route, ref: core/route/cto, by: core, at: 2026-06-02 }
evidence: [{ path: reports/case/dry-run.json, commit: ${commit} }]
`;
}

/** A record that decides nothing. */
export const NOT_DECIDED_RECORD = `apiVersion: watertight/v1
kind: DecisionRecord
id: CTO-WORK-024
revision: 0
decision_status: not_decided
`;
