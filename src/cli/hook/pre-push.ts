import { ScanError } from '../../errors.ts';
import { type Index, openIndex } from '../../source/git/open-index.ts';
import { typesOf } from '../../source/git/peel.ts';
import { parsePushedRefs, type PushedRef } from '../../source/git/pushed.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { runScan } from '../scan.ts';
import { pushedPacket } from '../stored-packet.ts';

/**
 * `watertight hook pre-push REMOTE URL`: scans what the push would bring to the remote. The refs come on standard input, or
 * from the variables that pre-commit (pre-commit.com) sets in its place.
 */
export async function prePushHook(args: Arguments, io: CliIo): Promise<number> {
  const index = await openIndex({ folder: io.cwd, env: io.env });
  const named = await refsOfPreCommit(io.env, index);
  const remote = io.env['PRE_COMMIT_REMOTE_NAME'] ?? args.paths[0] ?? (named && NO_REMOTE);
  if (remote === undefined) {
    const instead = 'outside a push, use watertight audit --range A..B';
    throw new ScanError('usage', `Cannot run hook pre-push: git push passes the remote and the refs; ${instead}`);
  }
  const refs = named ?? parsePushedRefs(await readText(io.stdin));
  return runScan(args, io, {
    cwd: index.top,
    target: 'the pushed objects',
    occasion: 'push',
    packet: await pushedPacket(args, io, index, refs),
    git: { kind: 'pushed', index, refs, remote, includeCommitted: args.isSet('include-committed') },
  });
}

/** `pre-commit run --hook-stage pre-push --from-ref A --to-ref B` pushes nothing: what is new is told by A alone. */
const NO_REMOTE = '';

/** pre-commit reads standard input itself and names one ref: its ends, or the branch alone where all of it is new. */
async function refsOfPreCommit(env: CliIo['env'], index: Index): Promise<PushedRef[] | undefined> {
  const { PRE_COMMIT_LOCAL_BRANCH: localRef = 'HEAD', PRE_COMMIT_REMOTE_BRANCH: remoteRef = 'HEAD' } = env;
  const to = env['PRE_COMMIT_TO_REF'] ?? env['PRE_COMMIT_LOCAL_BRANCH'];
  if (env['PRE_COMMIT'] === undefined || to === undefined) return undefined;
  const from = env['PRE_COMMIT_FROM_REF'] ?? '0'.repeat(index.repository.idLength);
  const [local, remote] = await typesOf([to, from], index.repository);
  if (local?.type === undefined) {
    throw new ScanError(
      'usage',
      'Cannot read the ref to push: neither PRE_COMMIT_TO_REF nor PRE_COMMIT_LOCAL_BRANCH names one',
    );
  }
  const remoteId = remote?.type === undefined ? '0'.repeat(local.id.length) : remote.id;
  return [{ localRef, localId: local.id, remoteRef, remoteId }];
}

async function readText(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
