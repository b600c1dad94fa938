import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit, type AuditOptions } from '../src/audit.ts';
import { loadPacket } from '../src/policy/load.ts';
import type { ScanResult } from '../src/types.ts';
import { token } from './cli/helpers.ts';
import { assert, suite } from './helpers/suite.ts';
import { git, withRepository } from './source/git/helpers.ts';

const test = suite("audit() and Git's copies of texts");
const { env } = process;

async function run(cwd: string, options: Partial<AuditOptions> = {}): Promise<ScanResult> {
  return (await audit({ cwd, env, ...options })).result;
}

test("what is acknowledged passes in Git's own copies of it too, each time, and nowhere else", async () => {
  await withRepository(async (cwd) => {
    const value = token('copied');
    writeFileSync(join(cwd, 'a'), 'a\n');
    git(cwd, ['add', 'a']);
    git(cwd, ['commit', '-q', '-m', `use ${value}`]);
    const packet = await loadPacket(
      [
        'apiVersion: watertight/v1',
        'kind: EvidencePacket',
        'metadata: { id: a, title: A, owner: o }',
        'extends: watertight:default',
        'evidence: { refs: [{ id: rotation-7, path: docs/rotation-7.md }] }',
        'allow:',
        '  findings:',
        `    - { object: ${git(cwd, ['rev-parse', 'HEAD'])}, part: message, reason: pushed, owner: o, expires: "2099-01-01", rotated: rotation-7 }`,
      ].join('\n'),
      'packet.yaml',
    );
    const parts = async () => (await run(cwd, { packet })).findings.map(({ location }) => location.part);
    const files = (await run(cwd)).findings.flatMap(({ places = [] }) => places.map(({ location }) => location.path));
    assert.ok(files.some((path) => path.endsWith('COMMIT_EDITMSG')) && files.some((path) => path.includes('logs/')));
    assert.equal([await parts(), await parts()], [[], []]);
    writeFileSync(join(cwd, '.git/copied.txt'), `${value}\n`);
    writeFileSync(join(cwd, '.git/MERGE_MSG'), `${token('another')}\n`);
    assert.equal(
      [await parts(), await parts()],
      [
        ['file', 'file'],
        ['file', 'file'],
      ],
    );
  });
});

test.run();
