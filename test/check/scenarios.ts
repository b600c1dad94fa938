/** One fault of the founding case for each check: what to change so that it no longer passes. */
import { expand } from '../../scripts/lib/values.ts';
import { blobId } from '../../src/check/observer.ts';
import {
  ADMISSION,
  externalRecord,
  ISSUES,
  localRecord,
  MODEL,
  NOT_DECIDED_RECORD,
  PACKET,
  PRD,
  PROVIDER,
  STAGE2,
  type Case,
} from './case.ts';
import type { CheckOptions } from '../../src/check.ts';

/** A change and the day on which it is looked at. */
export interface Scenario {
  readonly change: (one: Case) => void;
  readonly options?: Partial<CheckOptions>;
  /** What the clean case is, where it is not the founding case itself. */
  readonly from?: (one: Case) => void;
  /** The outcome. @default 'fail' */
  readonly outcome?: string;
}

/** A token that a rule knows, joined at run time. */
export const TOKEN: string = expand(['ghp', '_', '{base62:36}'], 'check');

const decided = (one: Case): void => void one.record(externalRecord(one.commit));
const admitted = (one: Case): void => {
  decided(one);
  one.admit();
};
const statement = (from: string): Scenario => ({ change: (one) => void one.edit(PRD, from, '') });
const secretIn = (path: string, before = 'note '): Scenario => ({
  change: (one) => void one.write(path, `${before}${TOKEN}\n`),
});
const item = (id: string): Scenario => ({
  change: (one) => void one.write(ISSUES, `${one.read(ISSUES)}\n## ${id} - Something\n\nStatus: done.\n`),
});

/** A run of log lines that are some of a backend's. */
const LOG: string = Array.from(
  { length: 12 },
  (_, i) => `worker ${i * 7} took job number ${i * 31} from queue ${'abcdef'[i % 6]} and gave it back`,
).join('\n');

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'PKT-02': { change: (one) => void one.edit(PRD, 'owner: jp', 'owner: someone') },
  'PKT-03': {
    change: (one) => void one.edit(PRD, 'status: draft', 'status: draft\nwatertight: { packet: other.packet.yaml }'),
  },
  'PKT-04': { change: (one) => void one.remove('runs/7/traces'), outcome: 'unproven' },
  'PKT-05': {
    change: (one) => {
      one.packet = `${PACKET}allow: { findings: [{ fingerprint: 'h1:00000000000000000000000000000000', reason: none, owner: jp }] }\n`;
    },
    outcome: 'warn',
  },
  'STM-01': statement('`not_decided` is current safe state'),
  'STM-02': statement('does not approve or admit any provider/model'),
  'STM-03': statement('not Stage 2 pass evidence'),
  'STM-04': statement('`CTO-WORK-020` as provider/model admission authority'),
  'STM-05': statement('`CTO_HARNESS_CASE_MODEL_ADMISSION_FILE` as execution'),
  'STM-06': statement('`CTO-WORK-022` stays blocked unless'),
  'STM-07': statement('real Case Stage 2 remains blocked'),
  'STM-08': statement('no Target Repository path may be inspected or copied'),
  'DEC-01': {
    change: (one) => void one.record(NOT_DECIDED_RECORD.replace('not_decided', 'approved')),
    from: (one) => void one.record(NOT_DECIDED_RECORD),
  },
  'DEC-02': {
    change: (one) =>
      void one.edit(PRD, '# Case provider', 'It selects `hybrid_provider` as a branch.\n\n# Case provider'),
  },
  'DEC-03': { change: (one) => void one.edit(ISSUES, 'Status: blocked.', 'Status: done.') },
  'DEC-04': { change: (one) => void one.record(`${NOT_DECIDED_RECORD}provider: acme\n`) },
  'DEC-05': {
    change: (one) => void one.record(externalRecord(one.commit).replace(/review_trigger.*\n/, '')),
    from: decided,
  },
  'DEC-06': {
    change: (one) => void one.record(localRecord(one.commit).replace('model: null', 'model: llama-x')),
    from: (one) => void one.record(localRecord(one.commit)),
  },
  'DEC-07': {
    change: (one) => {
      decided(one);
      one.commitAll();
      one.record(localRecord(one.commit).replace('revision: 1', 'revision: 2'));
    },
    from: decided,
  },
  'DEC-08': { change: () => undefined, options: { today: '2026-12-01' }, from: decided, outcome: 'warn' },
  'DEC-09': {
    change: (one) =>
      void one.record(
        externalRecord(one.commit).replace('governed-core-route', 'owner-decision').replace('by: jp', 'by: bot'),
      ),
    from: (one) => {
      decided(one);
      one.commitAll('decide', { GIT_AUTHOR_NAME: 'jp' });
    },
  },
  'DEC-10': {
    change: (one) => void one.record(externalRecord(one.commit).replace('governed-core-route', 'owner-decision')),
    from: decided,
    outcome: 'warn',
  },
  'ADM-02': {
    change: (one) => void one.write(ADMISSION, JSON.stringify({ provider: PROVIDER, model: 'other' })),
    from: admitted,
  },
  'ADM-03': {
    change: (one) =>
      void one.edit(PRD, '# Case provider', '`CTO-WORK-022` claims admission authority.\n\n# Case provider'),
  },
  'ADM-04': { change: (one) => void one.write('reports/run.json', '{"admitted": true}') },
  'ADM-05': {
    change: (one) => void one.write('runs/7/argv.jsonl', '{"argv":["harness","--model","other-9"]}\n'),
    from: admitted,
  },
  'ADM-06': { change: (one) => void one.admit() },
  'STG-02': { change: (one) => void one.edit(PRD, 'status: draft', 'status: draft\nstage2: pass') },
  'STG-03': { change: (one) => void one.edit(PRD, '# Case provider', 'Stage 2 passed.\n\n# Case provider') },
  'STG-04': {
    change: (one) => {
      Object.assign(one.env, { CTO_HARNESS_CASE_MODEL_PROVIDER: PROVIDER, CTO_HARNESS_CASE_MODEL: MODEL });
      one.write(STAGE2, JSON.stringify({ result: 'pass', provider: PROVIDER, model: MODEL }));
    },
  },
  'WRK-01': item('CTO-WORK-020'),
  'WRK-02': item('CTO-WORK-022'),
  'WRK-03': { change: (one) => void one.edit(ISSUES, 'Status: blocked.', 'Status: in progress.') },
  'WRK-04': {
    change: (one) => void one.edit(ISSUES, 'Register the compact', 'See CTO-WORK-029. Register the compact'),
    outcome: 'warn',
  },
  'EVD-01': {
    change: (one) => void one.record(externalRecord('0123456789abcdef0123456789abcdef01234567')),
    from: decided,
  },
  'EVD-02': {
    change: (one) => {
      one.packet = one.packet.replace('reachable_from: []', 'reachable_from: [main]');
      let id = '';
      one.branch('side', () => {
        id = one.commitAll('unmerged');
      });
      one.record(externalRecord(id));
    },
    from: decided,
    outcome: 'warn',
  },
  'EVD-03': {
    change: (one) => void one.record(externalRecord(one.commit).replace(/evidence: .*\n$/, 'evidence: []\n')),
    from: decided,
  },
  'EVD-04': {
    change: (one) => {
      one.write('reports/case/dry-run.json', LOG);
      one.record(externalRecord(one.commitAll()));
      one.write(
        PRD,
        `${one.read(PRD)}\n${LOG.split('\n')
          .map((line) => `> ${line}`)
          .join('\n')}\n`,
      );
    },
  },
  'EVD-05': { change: (one) => void one.remove('reports/summary.txt'), from: admitted },
  'SEC-SOT': secretIn('docs/sot/note.md'),
  'SEC-TSK': secretIn('tasks/025.md'),
  'SEC-ARG': secretIn('runs/7/cmdline/1', 'curl -H '),
  'SEC-REP': secretIn('reports/more.txt'),
  'SEC-TRC': secretIn('runs/7/traces/more.json', '{"a":1} '),
  'SEC-LOG': secretIn('runs/7/logs/more.log'),
  'SEC-CFG': secretIn('runs/7/config/more.env', 'TOKEN='),
  'SEC-CMT': {
    change: (one) =>
      void one.write(
        '0001-fix.patch',
        `From ${one.commit} Mon Sep 17 00:00:00 2001\nFrom: A <a@example.com>\nSubject: [PATCH] fix\n\nuses ${TOKEN}\n---\n`,
      ),
  },
  'COV-01': {
    change: (one) => void one.write('runs/7/logs/old.log.gz', Buffer.from('1f8b0800000000000003', 'hex')),
    outcome: 'unproven',
  },
  'TGT-01': { change: (one) => void one.link('reports/data', targetOf(one)), from: (one) => void targetOf(one) },
  'TGT-02': {
    change: (one) => void one.write('reports/paths.txt', `read ${targetOf(one)}/src/main.c\n`),
    from: (one) => void targetOf(one),
  },
  'TGT-03': {
    change: (one) => void one.write('reports/copy.txt', 'a file of the target\n'),
    from: (one) => {
      one.write('docs/target.ids', `${blobId(Buffer.from('a file of the target\n'), 40)}\n`);
      one.packet = `${PACKET}targets: { blob_manifest: docs/target.ids }\n`;
    },
  },
};

/** A Target Repository beside the case, which the environment names. */
function targetOf(one: Case): string {
  const path = `${one.root}-target`;
  one.outside(path);
  one.env['CTO_TARGET_REPO'] = path;
  return path;
}
