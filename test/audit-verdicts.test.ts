import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtInPacket } from '../src/policy/built-in.ts';
import type { Packet } from '../src/policy/packet.ts';
import { token } from './cli/helpers.ts';
import { acknowledging, auditResult as run } from './helpers/audits.ts';
import { assert, suite } from './helpers/suite.ts';
import { commit } from './source/git/events.ts';
import { git, withRepository } from './source/git/helpers.ts';

const test = suite('an audit after another verdict');
const [FIRST, SECOND] = [token('verdicts-first'), token('verdicts-second')];

/** A value in a file, one in a message, and a file of which the end is missing. */
function fill(cwd: string): void {
  commit(cwd, { 'a.txt': `token ${FIRST}\n`, 'b.txt': 'clean\n' });
  writeFileSync(join(cwd, 'cut.gz'), gzipSync('clean '.repeat(100)).subarray(0, -9));
  git(cwd, ['add', 'cut.gz']);
  git(cwd, ['commit', '-q', '-m', `say ${SECOND}`]);
}

test('reads no old object again, and gives what one gives that remembers nothing', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    const first = await run(cwd);
    const built = builtInPacket();
    const { allow, coverage } = built;
    const object = first.findings.find(({ location }) => location.part === 'message')?.location.object ?? '';
    const fingerprints = first.findings.map(({ fingerprint }) => fingerprint);
    const packets: readonly Packet[] = [
      await acknowledging(object, 'message', '2999-12-31'),
      await acknowledging(object, 'message', '2000-01-01'),
      { ...built, forbid: [] },
      { ...built, metadata: { id: 'other', owner: 'o' } },
      { ...built, allow: { ...allow, inlineSurfaces: ['other', 'commit'] } },
      { ...built, allow: { ...allow, findings: [{ fingerprints, owner: 'o', reason: 'made up' }] } },
      { ...built, coverage: { ...coverage, acceptUnread: ['truncated', 'corrupt'] } },
      built,
    ];
    const seen = new Set<string>();
    for (const packet of packets) {
      const quick = await run(cwd, { packet });
      assert.is(quick.summary.audit?.read, 0);
      assert.not.match(quick.summary.notes.join(), /read again/);
      const whole = await run(cwd, { packet, remember: false });
      for (const part of ['findings', 'skipped', 'allowed'] as const) assert.equal(quick[part], whole[part]);
      const { exitCode, complete, findings } = quick.summary;
      assert.equal([exitCode, complete, findings], [whole.summary.exitCode, whole.summary.complete, findings]);
      seen.add(`${findings} ${complete}`);
    }
    assert.equal([...seen].sort(), ['0 false', '1 false', '2 false', '2 true']);
  }));

test('reads everything again where the packet says what is read, and says so', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    await run(cwd);
    const built = builtInPacket();
    const { coverage } = built;
    const packets: readonly Packet[] = [
      { ...built, coverage: { ...coverage, maxDepth: 1 } },
      { ...built, coverage: { ...coverage, maxExpansionRatio: 2 } },
      { ...built, surfaces: { trace: { include: ['**'], exclude: [], required: false } } },
      { ...built, targets: { roots: ['/elsewhere/target'], rootsEnv: [] } },
    ];
    for (const packet of packets) {
      const again = await run(cwd, { packet });
      assert.match(again.summary.notes.join(), /everything was read again/);
      assert.is(again.summary.audit?.known, 0);
    }
  }));

test.run();
