import type { FileGate } from '../governed.ts';
import type { Json } from '../packet.ts';
import { quoted, quotedPair } from '../quotation.ts';
import { atPointer } from './document.ts';
import type { ParsedDocument } from './document.ts';

/** `closed` is fine, `broken` is not: there is a file, but it admits nothing. */
export type GateState = 'closed' | 'open' | 'broken';

/** A gate after evaluation. */
export interface GateResult {
  readonly state: GateState;
  /** Why, in words; contains names of variables and places, never a secret. */
  readonly why: string;
  /** What the file admits, by pointer; only if the file matches. */
  readonly admitted?: Readonly<Record<string, string>>;
}

/** The file named by a gate's variable, after looking for it. */
export type AdmissionFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'barred'; readonly reason: string }
  | { readonly kind: 'read'; readonly document: ParsedDocument };

/** What the gate is compared with. */
export interface AdmissionInput {
  /** Name of an environment variable for a name in the packet. */
  readonly nameOf: (name: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: AdmissionFile;
}

/** Whether the file says exactly what the environment says. A variable that is not set closes the gate and is not a fault. */
export function admissionState(gate: FileGate, { nameOf, env, file }: AdmissionInput): GateResult {
  const unset = [gate.env, ...gate.match.map((match) => match.env)].map(nameOf).find((name) => !isSet(env, name));
  if (unset !== undefined) return { state: 'closed', why: `env ${unset} not set` };
  if (file.kind === 'absent') return { state: 'closed', why: `the file that ${nameOf(gate.env)} names does not exist` };
  if (file.kind === 'barred') return { state: 'broken', why: file.reason };
  if (file.document.kind === 'unreadable') return { state: 'broken', why: `admission file: ${file.document.reason}` };
  return matchState(gate, file.document.value, { nameOf, env });
}

function isSet(env: AdmissionInput['env'], name: string): boolean {
  return Object.hasOwn(env, name) && env[name] !== undefined && env[name] !== '';
}

function matchState(
  gate: FileGate,
  document: Json,
  { nameOf, env }: Pick<AdmissionInput, 'nameOf' | 'env'>,
): GateResult {
  const admitted: Record<string, string> = {};
  for (const { pointer, env: variable } of gate.match) {
    const wanted = env[nameOf(variable)] ?? '';
    const given = valueAt(document, pointer);
    const word = pointer.split('/').at(-1) ?? pointer;
    if (given === undefined) return { state: 'broken', why: `admission file says nothing under ${pointer}` };
    if (typeof given !== 'string') return { state: 'broken', why: `admission file: ${pointer} is not text` };
    // Composed and decomposed letters are the same name; no other difference is ignored.
    if (given.normalize('NFC') !== wanted.normalize('NFC')) {
      const [said, expected] = quotedPair(given, wanted);
      return { state: 'broken', why: `admission file says ${word} ${said}, env says ${expected}` };
    }
    if (gate.mustNot.includes('wildcard') && !isExact(given)) {
      return { state: 'broken', why: `${word} ${quoted(given)} is not an exact name` };
    }
    admitted[pointer] = given;
  }
  return { state: 'open', why: 'the file and the environment say the same', admitted };
}

/** In KEY=VALUE files keys are mostly upper case. */
function valueAt(document: Json, pointer: string): Json | undefined {
  return atPointer(document, pointer) ?? atPointer(document, pointer.toUpperCase());
}

/** The same form as for names in a decision record. */
function isExact(name: string): boolean {
  return (
    /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$/.test(name) &&
    !/(?:^|[-:/@])(?:latest|any|auto|default|tbd|todo|unknown)$/i.test(name)
  );
}

/** The last step of a pointer: `/provider` admits what a record calls `provider`. */
export function fieldOfPointer(pointer: string): string {
  return pointer.split('/').at(-1) ?? '';
}
