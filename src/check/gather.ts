import type { CompiledRule } from '../detect/rule.ts';
import type { AnsweredFor, Packet } from '../policy/packet.ts';
import { pathInPacket } from '../scan/packet-path.ts';
import { scan, type ScanOptions, type ScanOutcome } from '../scan.ts';
import type { Secret } from '../secret.ts';
import type { ScanResult, Surface } from '../types.ts';
import { rootReader } from './acceptance.ts';
import { variableOf, type CheckContext } from './context.ts';
import { readCommits } from './commits.ts';
import { readDecision } from './decision.ts';
import { readDocuments } from './documents.ts';
import { Evaluation } from './evaluation.ts';
import { admissionFiles, evidenceFiles, olderThanAdmission, withAdmissionSurfaces } from './evidence-files.ts';
import { GitFacts } from './git.ts';
import { EvidenceObserver } from './observer.ts';
import type { RootReader } from './reader.ts';
import { readDeclared } from './work-item-checks.ts';

/** What to check. */
export interface CheckOptions extends Pick<
  ScanOptions,
  'packetFile' | 'signal' | 'onProgress' | 'key' | 'keyFile' | 'exclude' | 'known' | 'baseline'
> {
  readonly packet: Packet;
  /** Origin of the packet, relative to `cwd`; messages name it relative to the root. */
  readonly origin: string;
  /** Absolute. @default `root` */
  readonly cwd?: string;
  /** Absolute path of the folder that the packet is about: everything below it is scanned. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly rules?: readonly CompiledRule[];
  /** Whether warnings count as errors. @default false */
  readonly strict?: boolean;
  /** Gates of the packet that must be open: one that is not is a violation. @default none */
  readonly requireOpen?: readonly string[];
  /** `YYYY-MM-DD`, UTC. @default today */
  readonly today?: string;
}

/** Everything that the checks work on, and what makes their messages safe. */
export interface Gathered {
  readonly context: CheckContext;
  readonly outcome: ScanOutcome;
  /** Values found in files and commits. */
  readonly secrets: readonly Secret[];
}

/** Scans, reads and evaluates. */
export async function gather(asked: CheckOptions): Promise<Gathered> {
  const options = { ...asked, origin: originOf(asked) };
  const { packet, env, root, origin } = options;
  const reader = rootReader(packet, root, env);
  const observer = new EvidenceObserver(packet, (name) => variableOf(packet, name), manifestOf(packet, reader));
  const outcome = await scan(scanOptions(options, reader, observer));
  const { git, unopened } = await GitFacts.open(root, env);
  const commits = await readCommits(options, git, unopened);
  const files = filesOf(outcome.result);
  const places = { packet, env, reader, git, paths: [...files.keys()] };
  const evidence = await evidenceFiles(places);
  const evaluation = new Evaluation({
    packet,
    env,
    decision: await readDecision(packet.governed.decision, reader),
    declared: readDeclared(packet, reader).items,
    admissions: await admissionFiles(places),
    evidence,
    older: await olderThanAdmission(evidence, places),
  });
  const documents = await readDocuments(packet.governed.sources, reader);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const audited = commits.kind === 'audited' ? commits.outcome : undefined;
  const usedOf = (list: AnsweredFor): ReadonlySet<number> =>
    new Set([...outcome.used[list], ...(audited?.used[list] ?? [])]);
  const context: CheckContext = {
    packet,
    origin,
    env,
    reader,
    git,
    unopened,
    commits,
    scan: outcome.result,
    files,
    seen: observer,
    documents,
    evaluation,
    today,
    requireOpen: new Set(options.requireOpen),
    used: { findings: usedOf('findings'), canaries: usedOf('canaries'), unread: usedOf('unread') },
  };
  return { context, outcome, secrets: [...outcome.secrets, ...(audited?.secrets ?? [])] };
}

/** The name used for files below the root: a packet must not pass as evidence of itself under another name. */
function originOf({ origin, root, cwd = root }: CheckOptions): string {
  return /^(?:built-in$|watertight:)/.test(origin) ? origin : pathInPacket(origin, cwd, root);
}

function scanOptions(options: CheckOptions, reader: RootReader, observer: EvidenceObserver): ScanOptions {
  const { packet, env, root, origin, packetFile, rules, signal, onProgress, key, keyFile, exclude, known, baseline } =
    options;
  return {
    paths: ['.'],
    cwd: root,
    env,
    packet: withAdmissionSurfaces(packet, env, reader),
    packetOrigin: origin,
    packetFile,
    packetRoot: root,
    ledger: true,
    wholeScope: true,
    observer,
    ...(rules !== undefined && { rules }),
    ...(signal !== undefined && { signal }),
    ...(onProgress !== undefined && { onProgress }),
    ...(key !== undefined && { key }),
    ...(keyFile !== undefined && { keyFile }),
    ...(exclude !== undefined && { exclude }),
    ...(known !== undefined && { known }),
    ...(baseline !== undefined && { baseline }),
  };
}

/** Files themselves, without what is inside them. */
function filesOf({ ledger }: ScanResult): Map<string, Surface> {
  const files = new Map<string, Surface>();
  for (const { path, view, surface, status } of ledger) {
    if (view.length === 0 && surface !== null && status !== 'skipped')
      files.set(path.replace(/^(?:\.\/)+/, ''), surface);
  }
  return files;
}

/** Git blob ids, one at the start of each line. */
function manifestOf({ governed }: Packet, reader: RootReader): Set<string> {
  const file = governed.blobManifest === undefined ? undefined : reader.read(governed.blobManifest);
  if (file?.kind !== 'text') return new Set();
  return new Set(
    [...file.text.matchAll(/^\s*(?<id>[0-9a-f]{64}|[0-9a-f]{40})\b/gm)].map((match) => match.groups?.['id'] ?? ''),
  );
}
