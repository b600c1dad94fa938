/** The whole packet of docs/packet.md, on a repository as the text beside it describes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check, type CheckRun } from '../../src/check.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';
import { git, withRepository } from '../source/git/helpers.ts';

const test = suite('the whole packet of docs/packet.md');

const GUIDE = readFileSync('docs/packet.md', 'utf8');
const YAML = /## A whole packet[^]*?```yaml\n(?<text>[^]*?)```/.exec(GUIDE)?.groups?.['text'] ?? '';
const DOCUMENT = `---
owner: jp
status: draft
---
# Release

No release is approved before a go decision.

## PAY-1 Load test
Status: done

## PAY-2 Decide
Status: blocked

## PAY-3 Release
Status: blocked
`;
const FILES = {
  'docs/release.md': DOCUMENT,
  'out/reports/load-1.json': '{"result":"pass"}\n',
  'out/logs/a.log': 'ready\n',
};
const RECORD = 'docs/decisions/PAY-2.decision.yaml';
const ENV = { PAYMENTS_RELEASE_FILE: 'out/release.json', PAYMENTS_VERSION: '1.2.0' };

async function checked(root: string, env: Readonly<Record<string, string>> = {}): Promise<CheckRun['result']> {
  const packet = await loadPacket(YAML, 'packet.yaml');
  const all = { PATH: process.env['PATH'] ?? '', ...env };
  return (await check({ packet, origin: 'packet.yaml', root, env: all, today: '2026-06-10' })).result;
}

/** `PAY-3 may be unblocked`, for those that may. */
function free({ facts }: CheckRun['result']): readonly string[] {
  return facts.workItems.filter(({ mayUnblock }) => mayUnblock).map(({ id }) => id);
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('passes while all is blocked, and opens step by step', () =>
  withRepository(async (root) => {
    for (const [path, text] of Object.entries(FILES)) write(root, path, text);
    git(root, ['add', '-A']);
    git(root, ['commit', '-q', '-m', 'evidence']);
    const commit = git(root, ['rev-parse', 'HEAD']);
    const closed = await checked(root);
    assert.equal([closed.summary.exitCode, free(closed)], [0, []]);
    const head = 'apiVersion: watertight/v1\nkind: DecisionRecord\nid: PAY-2\nrevision: 0\ndecision_status: go\n';
    const approval = 'approval_source: { kind: owner-decision, ref: PAY-2, by: jp, at: 2026-06-02 }\n';
    write(root, RECORD, `${head}${approval}evidence: [{ path: out/reports/load-1.json, commit: ${commit} }]\n`);
    const decided = await checked(root);
    assert.equal([decided.summary.exitCode, free(decided)], [0, ['PAY-2']]);
    write(root, 'out/release.json', '{ "version": "1.2.0" }\n');
    const admitted = await checked(root, ENV);
    assert.equal([admitted.summary.exitCode, free(admitted)], [0, ['PAY-2', 'PAY-3']]);
    assert.is((await checked(root, { ...ENV, PAYMENTS_VERSION: '1.2.1' })).summary.exitCode, 1);
  }));

test('holds what runs ahead of the decision against the team', () =>
  withRepository(async (root) => {
    for (const [path, text] of Object.entries(FILES)) write(root, path, text);
    write(
      root,
      'docs/release.md',
      DOCUMENT.replace('## PAY-3 Release\nStatus: blocked', '## PAY-3 Release\nStatus: done'),
    );
    write(root, 'out/reports/b.txt', 'The service is released.\n');
    const { summary, observations } = await checked(root);
    assert.is(summary.exitCode, 1);
    const failed = observations.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
    assert.equal(failed.toSorted(), ['STG-03', 'WRK-01']);
  }));

test.run();
