import { holds, type Facts, type Held } from '../policy/conditions.ts';
import type { Decision } from '../policy/decision/record.ts';
import { recordText } from '../policy/decision/record.ts';
import { evidenceState, type EvidenceFile, type EvidenceState } from '../policy/evidence/state.ts';
import { admissionState, fieldOfPointer, type AdmissionFile, type GateResult } from '../policy/gates/admission.ts';
import type { EvidenceRef, FileGate, Gate } from '../policy/governed.ts';
import type { Packet } from '../policy/packet.ts';
import { quotedPair } from '../policy/quotation.ts';
import type { DeclaredItem } from '../policy/prose/work-items.ts';
import { variableOf, withVariables } from './context.ts';

/** The input of the evaluation. */
export interface EvaluationInput {
  readonly packet: Packet;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly decision: Decision | null;
  readonly declared: readonly DeclaredItem[];
  /** Admission files by gate. */
  readonly admissions: ReadonlyMap<string, AdmissionFile>;
  /** Files by id of their evidence. */
  readonly evidence: ReadonlyMap<string, readonly EvidenceFile[]>;
  /** Evidence files that are older than the admission. */
  readonly older: ReadonlySet<string>;
}

/** A gate, with the fault that keeps a matching file from admitting anything. */
export interface EvaluatedGate extends GateResult {
  /** Why the decision does not allow what the matching file admits: ADM-06. */
  readonly undecided?: string;
}

/** Gates, evidence and conditions of a run, each evaluated once. */
export class Evaluation {
  readonly decision: Decision | null;
  readonly declared: readonly DeclaredItem[];
  readonly #input: EvaluationInput;
  readonly #gates: Map<string, EvaluatedGate> = new Map();
  readonly #evidence: Map<string, EvidenceState> = new Map();
  readonly #open: Set<string> = new Set();

  constructor(input: EvaluationInput) {
    this.#input = input;
    this.decision = input.decision;
    this.declared = input.declared;
  }

  /** The effective status; empty for a packet without a decision. */
  get status(): string {
    return this.decision?.status ?? '';
  }

  get facts(): Facts {
    return {
      decision: this.status,
      gate: (id) => this.#gateHeld(id),
      evidence: (id) => this.#evidenceHeld(id),
      workItem: (id) => this.declared.find((item) => item.id === id)?.status,
    };
  }

  gate(id: string): EvaluatedGate {
    const known = this.#gates.get(id);
    if (known !== undefined) return known;
    // The packet's own check rejects circles; this keeps a mistake in that check from looping for ever.
    if (this.#open.has(id)) return { state: 'closed', why: 'it waits for itself' };
    this.#open.add(id);
    const gate = this.#input.packet.governed.gates[id];
    const result: EvaluatedGate =
      gate === undefined ? { state: 'closed', why: 'no such gate' } : this.#evaluateGate(id, gate);
    this.#open.delete(id);
    this.#gates.set(id, result);
    return result;
  }

  evidence(ref: EvidenceRef): EvidenceState {
    const known = this.#evidence.get(ref.id);
    if (known !== undefined) return known;
    const names = Object.entries(ref.mustName).map(
      ([name, value]) => [name, withVariables(value, this.#input)] as const,
    );
    const state = evidenceState(ref, this.#input.evidence.get(ref.id) ?? [], {
      ...(ref.after !== undefined && { gateOpen: this.gate(ref.after).state === 'open' }),
      names: Object.fromEntries(names),
      older: this.#input.older,
    });
    this.#evidence.set(ref.id, state);
    return state;
  }

  #gateHeld(id: string): Held {
    const { state, why } = this.gate(id);
    return { holds: state === 'open', why: state === 'open' ? [] : [`${id} ${state} (${why})`] };
  }

  #evidenceHeld(id: string): Held {
    const ref = this.#input.packet.governed.evidence.refs.find((entry) => entry.id === id);
    if (ref === undefined) return { holds: false, why: [`no evidence ${id}`] };
    const { state, why } = this.evidence(ref);
    return { holds: state === 'present', why: state === 'present' ? [] : [`${id}: ${why}`] };
  }

  #evaluateGate(id: string, gate: Gate): EvaluatedGate {
    if (gate.kind === 'file-matches-env') return this.#evaluateFile(id, gate);
    const held = holds({ kind: 'all', of: gate.of }, this.facts);
    return held.holds ? { state: 'open', why: 'all conditions hold' } : { state: 'closed', why: held.why.join('; ') };
  }

  #evaluateFile(id: string, gate: FileGate): EvaluatedGate {
    const { packet, env, admissions } = this.#input;
    const nameOf = (name: string): string => variableOf(packet, name);
    const result = admissionState(gate, { nameOf, env, file: admissions.get(id) ?? { kind: 'absent' } });
    if (result.state !== 'open') return result;
    const undecided = this.#undecided(gate, result.admitted ?? {});
    return undecided === undefined ? result : { state: 'closed', why: undecided, undecided };
  }

  /** Why a matching file admits nothing: no decision allows it, or the decision names another pair. */
  #undecided(gate: FileGate, admitted: Readonly<Record<string, string>>): string | undefined {
    if (gate.needsDecision.length > 0 && !gate.needsDecision.includes(this.status)) {
      return `admission file present without a decision: decision is ${this.status || 'absent'}`;
    }
    for (const [pointer, value] of Object.entries(admitted)) {
      const field = fieldOfPointer(pointer);
      const decided = recordText(this.decision?.record, field);
      if (decided !== undefined && decided.normalize('NFC') !== value.normalize('NFC')) {
        const [admits, names] = quotedPair(value, decided);
        return `admission file admits ${field} ${admits}, the decision names ${names}`;
      }
    }
    return undefined;
  }
}
