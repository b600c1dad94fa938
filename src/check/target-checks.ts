import type { Observation } from '../check-result.ts';
import { refusedRoots } from '../policy/targets.ts';
import { unlessFound, say, variableOf, type CheckContext } from './context.ts';

/** TGT-01 to TGT-03: nothing of a Target Repository was opened, named or copied. */
export function targetChecks(context: CheckContext): Observation[] {
  const { packet, env, seen } = context;
  const { targets, governed } = packet;
  const named = targets.roots.length + targets.rootsEnv.length + governed.remotes.length > 0;
  if (!named && governed.blobManifest === undefined)
    return [say('TGT-01', 'not-checked', 'the packet names no Target Repository')];
  const known = refusedRoots(packet, env).length > 0;
  const blobs = seen.targetBlobs.map(({ path, view, id }) =>
    say('TGT-03', 'fail', `${[path, ...view].join(' > ')} equals target blob ${id.slice(0, 12)}`, {
      place: { path },
      fix: 'it is a copy of a target file: remove it',
    }),
  );
  return [
    ...unlessFound('TGT-01', refusals(context), known ? 'no path led into a Target Repository' : unknownSaid(context)),
    ...unlessFound(
      'TGT-02',
      mentions(context),
      known || governed.remotes.length > 0 ? 'nothing names a Target Repository' : unknownSaid(context),
    ),
    ...(governed.blobManifest === undefined ? [] : manifest(context, blobs)),
  ];
}

function unknownSaid({ packet }: CheckContext): string {
  const names = packet.targets.rootsEnv.map((name) => variableOf(packet, name)).join(', ');
  return `no Target Repository is known here (${names === '' ? 'targets.roots is empty' : `${names} not set`}), so nothing had to be refused`;
}

function refusals({ scan, reader }: CheckContext): Observation[] {
  const scanned = scan.skipped.filter(({ reason }) => reason === 'refused').map(({ path }) => path);
  return [...new Set([...scanned, ...reader.refusals.keys()])].map((path) =>
    say('TGT-01', 'fail', `refused: ${path} leads into a Target Repository; it was not opened`, {
      place: { path },
      fix: 'remove the path: no Target Repository path may be inspected or copied',
    }),
  );
}

function mentions({ scan, commits }: CheckContext): Observation[] {
  const audited = commits.kind === 'audited' ? commits.outcome.result.findings : [];
  return [...scan.findings, ...audited]
    .filter((finding) => finding.class === 'target-path')
    .map(({ surface, location, ruleName }) =>
      say(
        'TGT-02',
        'fail',
        `${surface}: ${[location.path, ...location.view].join(' > ')} names a target (${ruleName})`,
        {
          place: { path: location.path, line: location.startLine, column: location.startColumn },
          fix: 'remove the path or address',
        },
      ),
    );
}

function manifest({ packet, reader }: CheckContext, blobs: readonly Observation[]): readonly Observation[] {
  const path = packet.governed.blobManifest ?? '';
  const file = reader.read(path);
  if (file.kind !== 'text')
    return [say('TGT-03', 'unproven', `targets.blob_manifest ${path} cannot be read`, { place: { path } })];
  return unlessFound('TGT-03', blobs, 'no scanned file is a blob of the target');
}
