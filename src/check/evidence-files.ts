import { join } from 'node:path';
import type { EvidenceFile } from '../policy/evidence/state.ts';
import { parseDocument } from '../policy/gates/document.ts';
import type { AdmissionFile } from '../policy/gates/admission.ts';
import type { EvidenceRef } from '../policy/governed.ts';
import type { Json, Packet } from '../policy/packet.ts';
import { variableOf } from './context.ts';
import type { GitFacts } from './git.ts';
import { blobId } from './observer.ts';
import { compilePathGlob } from './path-glob.ts';
import type { RootReader } from './reader.ts';

/** Where evidence is searched for. */
export interface EvidencePlaces {
  readonly packet: Packet;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly reader: RootReader;
  readonly git: GitFacts | undefined;
  /** All scanned paths. */
  readonly paths: readonly string[];
}

/** The files that match the path of each kind of evidence, read and parsed. */
export async function evidenceFiles(places: EvidencePlaces): Promise<Map<string, EvidenceFile[]>> {
  const { refs, reachableFrom } = places.packet.governed.evidence;
  const tips = await existingTips(places.git, reachableFrom);
  const found = new Map<string, EvidenceFile[]>();
  for (const ref of refs) {
    const fits = await compilePathGlob(ref.path);
    const files: EvidenceFile[] = [];
    for (const path of places.paths.filter(fits)) files.push(await readEvidence(path, ref, places, tips));
    found.set(ref.id, files);
  }
  return found;
}

/** Commits that evidence must be reachable from; HEAD if none of the packet's refs exists. */
export async function existingTips(git: GitFacts | undefined, refs: readonly string[]): Promise<string[]> {
  if (git === undefined) return [];
  const tips: string[] = [];
  for (const name of refs) {
    const commit = await git.commit(name);
    if (commit !== undefined) tips.push(commit);
  }
  const head = await git.commit('HEAD');
  return tips.length > 0 || head === undefined ? tips : [head];
}

async function readEvidence(
  path: string,
  ref: EvidenceRef,
  places: EvidencePlaces,
  tips: readonly string[],
): Promise<EvidenceFile> {
  const file = places.reader.read(path);
  if (file.kind !== 'text') {
    return { path, document: { kind: 'unreadable', reason: file.kind === 'absent' ? 'is gone' : file.reason } };
  }
  const document = await parseEvidence(file.text, path, ref.expect !== undefined);
  if (!ref.committed) return { path, document };
  return { path, document, committed: await isCommitted(path, file.bytes, places.git, tips) };
}

/** Reports may be large, so JSON is not parsed as strict YAML here. */
async function parseEvidence(text: string, path: string, needed: boolean): Promise<EvidenceFile['document']> {
  if (!needed) return { kind: 'value', value: null };
  if (!/\.json$/i.test(path)) return parseDocument(text, 'auto', path);
  try {
    return { kind: 'value', value: JSON.parse(text) as Json };
  } catch {
    return { kind: 'unreadable', reason: 'is not JSON' };
  }
}

async function isCommitted(
  path: string,
  bytes: Uint8Array,
  git: GitFacts | undefined,
  tips: readonly string[],
): Promise<boolean> {
  for (const tip of tips) {
    const blob = await git?.blobAt(tip, path);
    if (blob !== undefined && blob.id === blobId(bytes, blob.id.length)) return true;
  }
  return false;
}

/** The admission files of all gates. Nothing outside the root or in a target is opened. */
export async function admissionFiles(
  places: Pick<EvidencePlaces, 'packet' | 'env' | 'reader'>,
): Promise<Map<string, AdmissionFile>> {
  const found = new Map<string, AdmissionFile>();
  for (const [id, gate] of Object.entries(places.packet.governed.gates)) {
    if (gate.kind !== 'file-matches-env') continue;
    const path = admissionPath(gate.env, places);
    found.set(id, path === undefined ? { kind: 'absent' } : await readAdmission(path, gate.format, places.reader));
  }
  return found;
}

/** The value of the gate's variable. */
function admissionPath(name: string, { packet, env }: Pick<EvidencePlaces, 'packet' | 'env'>): string | undefined {
  const variable = variableOf(packet, name);
  const value = Object.hasOwn(env, variable) ? env[variable] : undefined;
  return value === '' ? undefined : value;
}

async function readAdmission(
  path: string,
  format: Parameters<typeof parseDocument>[1],
  reader: RootReader,
): Promise<AdmissionFile> {
  if (/[*?[\]{}]/.test(path)) return { kind: 'barred', reason: 'the admission path is a pattern, not one file' };
  const file = reader.read(path);
  if (file.kind === 'absent') return { kind: 'absent' };
  if (file.kind === 'barred') return { kind: 'barred', reason: `admission file: ${file.reason}` };
  return { kind: 'read', document: await parseDocument(file.text, format, 'admission file') };
}

/** Evidence files written before the admission: by their commits if both have one, otherwise by their times. */
export async function olderThanAdmission(
  files: ReadonlyMap<string, readonly EvidenceFile[]>,
  places: EvidencePlaces,
): Promise<Set<string>> {
  const { governed } = places.packet;
  const older = new Set<string>();
  for (const ref of governed.evidence.refs.filter(({ after }) => after !== undefined)) {
    for (const gate of Object.values(governed.gates)) {
      const named = gate.kind === 'file-matches-env' ? admissionPath(gate.env, places) : undefined;
      const admission = named === undefined ? undefined : places.reader.target(named);
      if (admission === undefined) continue;
      for (const { path } of files.get(ref.id) ?? []) if (await isOlder(path, admission, places)) older.add(path);
    }
  }
  return older;
}

async function isOlder(path: string, admission: string, { git, reader }: EvidencePlaces): Promise<boolean> {
  const first = await git?.changedAt(path);
  const second = await git?.changedAt(admission);
  if (first !== undefined && second !== undefined) return first < second;
  const [changed, admitted] = [reader.changed(path), reader.changed(admission)];
  return (
    first === undefined && second === undefined && changed !== undefined && admitted !== undefined && changed < admitted
  );
}

/** The packet with the admission files on the surface that their gates name. */
export function withAdmissionSurfaces(packet: Packet, env: EvidencePlaces['env'], reader: RootReader): Packet {
  let surfaces = packet.surfaces;
  for (const gate of Object.values(packet.governed.gates)) {
    if (gate.kind !== 'file-matches-env' || gate.scanAs === undefined || gate.scanAs === 'other') continue;
    const named = admissionPath(gate.env, { packet, env });
    const path = named === undefined ? undefined : reader.inside(join(named));
    if (path === undefined || /[*?[\]{}()!]/.test(path)) continue;
    const before = surfaces[gate.scanAs] ?? { include: [], exclude: [], required: false };
    surfaces = { ...surfaces, [gate.scanAs]: { ...before, include: [path, ...before.include] } };
  }
  return { ...packet, surfaces };
}
