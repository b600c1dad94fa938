import type { EvidenceRef } from '../governed.ts';
import type { Json } from '../packet.ts';
import { quoted } from '../quotation.ts';
import { atPointer } from '../gates/document.ts';

/** A file that matches an evidence path. */
export interface EvidenceFile {
  readonly path: string;
  readonly document:
    { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'unreadable'; readonly reason: string };
  /** Whether HEAD contains the same bytes; undefined if not checked or unknown. */
  readonly committed?: boolean;
}

/** A file compared with what is expected of it. */
export interface JudgedFile {
  readonly path: string;
  /** Whether it has the expected content, whatever else is wrong with it. */
  readonly passes: boolean;
  /** Why it does not count although it passes; undefined if it counts. */
  readonly fault?: string;
}

/** A kind of evidence after evaluation. */
export interface EvidenceState {
  readonly id: string;
  /** `present`: a file counts. `void`: files pass but none counts. `other`: there are files, but with other content. */
  readonly state: 'present' | 'void' | 'other' | 'absent';
  readonly why: string;
  readonly files: readonly JudgedFile[];
}

/** What evidence is compared with. */
export interface EvidenceInput {
  /** Whether the gate that must have been open before is open; undefined if none is required. */
  readonly gateOpen?: boolean;
  /** The values that `must_name` asks for; undefined for a variable that is not set. */
  readonly names: Readonly<Record<string, string | undefined>>;
  /** Paths of files that are older than the admission. */
  readonly older?: ReadonlySet<string>;
}

/** Judges all files of one kind of evidence. */
export function evidenceState(ref: EvidenceRef, files: readonly EvidenceFile[], input: EvidenceInput): EvidenceState {
  const judged = files.map((file) => judge(ref, file, input));
  const counting = judged.find(({ passes, fault }) => passes && fault === undefined);
  const { id } = ref;
  if (counting !== undefined) return { id, state: 'present', why: counting.path, files: judged };
  const faulty = judged.find(({ passes }) => passes);
  if (faulty !== undefined) return { id, state: 'void', why: `${faulty.path} ${faulty.fault ?? ''}`, files: judged };
  if (judged.length > 0)
    return { id, state: 'other', why: `no file of ${ref.path} says what is expected`, files: judged };
  return { id, state: 'absent', why: `no file matches ${ref.path}`, files: [] };
}

function judge(ref: EvidenceRef, file: EvidenceFile, input: EvidenceInput): JudgedFile {
  const { path, document } = file;
  if (document.kind === 'unreadable') return { path, passes: false, fault: document.reason };
  if (ref.expect !== undefined && atPointer(document.value, ref.expect.pointer) !== ref.expect.equals) {
    return { path, passes: false };
  }
  const fault = faultOf(ref, document.value, file, input);
  return { path, passes: true, ...(fault !== undefined && { fault }) };
}

function faultOf(ref: EvidenceRef, value: Json, file: EvidenceFile, input: EvidenceInput): string | undefined {
  if (ref.after !== undefined && input.gateOpen !== true) return `exists although gate ${ref.after} is not open`;
  for (const name of Object.keys(ref.mustName)) {
    const wanted = input.names[name];
    const given = atPointer(value, `/${name.replaceAll('.', '/')}`);
    if (wanted !== undefined && given === wanted) continue;
    return typeof given === 'string' ? `is for ${name} ${quoted(given)}` : `does not name its ${name}`;
  }
  if (input.older?.has(file.path) === true) return 'is older than the admission';
  return ref.committed && file.committed === false ? 'is not committed: HEAD does not hold these bytes' : undefined;
}
