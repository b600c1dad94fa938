import type { Observation, CheckOutcomeKind, CheckPlace } from '../check-result.ts';
import type { AnsweredFor, Packet } from '../policy/packet.ts';
import type { ScanResult, Severity, Surface } from '../types.ts';
import type { Commits } from './commits.ts';
import type { Document } from './documents.ts';
import type { Evaluation } from './evaluation.ts';
import type { GitFacts } from './git.ts';
import type { RootReader } from './reader.ts';
import type { Seen } from './observer.ts';

/** What every family of checks works on. */
export interface CheckContext {
  readonly packet: Packet;
  /** Origin of the packet, for messages. */
  readonly origin: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly reader: RootReader;
  readonly git: GitFacts | undefined;
  /** Why an existing repository was not opened. */
  readonly unopened: string | undefined;
  readonly commits: Commits;
  readonly scan: ScanResult;
  /** Scanned files by path, each with its surface. */
  readonly files: ReadonlyMap<string, Surface>;
  readonly seen: Seen;
  readonly documents: readonly Document[];
  readonly evaluation: Evaluation;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Ids of the gates that must be open. */
  readonly requireOpen: ReadonlySet<string>;
  /** Positions in the lists of `packet.allow` of the entries that covered something. */
  readonly used: Readonly<Record<AnsweredFor, ReadonlySet<number>>>;
}

/** A family of checks: returns their observations. */
export type CheckFamily = (context: CheckContext) => readonly Observation[] | Promise<readonly Observation[]>;

/** What an observation may have besides its message. */
export interface Extras {
  readonly place?: CheckPlace | undefined;
  readonly fix?: string | undefined;
  readonly severity?: Severity;
}

const SEVERITY: Readonly<Record<CheckOutcomeKind, Severity>> = {
  invalid: 'critical',
  fail: 'high',
  unproven: 'high',
  warn: 'medium',
  info: 'info',
  'not-checked': 'info',
  pass: 'info',
};

/** Makes an observation. */
export function say(id: string, outcome: CheckOutcomeKind, message: string, extras: Extras = {}): Observation {
  const { place, fix, severity = SEVERITY[outcome] } = extras;
  return { id, outcome, severity, message, ...(place && { place }), ...(fix !== undefined && { fix }) };
}

/** The observations, or a pass if there are none. */
export function unlessFound(id: string, found: readonly Observation[], message: string): readonly Observation[] {
  return found.length > 0 ? found : [say(id, 'pass', message)];
}

/** The state of a gate: a closed one is not a fault unless it has to be open. */
export function gateSaid(
  id: string,
  gate: string,
  message: string,
  { evaluation, requireOpen }: CheckContext,
): Observation {
  const isMissed = requireOpen.has(gate) && evaluation.gate(gate).state !== 'open';
  return say(id, isMissed ? 'fail' : 'info', isMissed ? `${message}; it must be open` : message);
}

/** The environment variable that a name in the packet stands for. */
export function variableOf(packet: Packet, name: string): string {
  return (Object.hasOwn(packet.vars, name) ? packet.vars[name] : undefined) ?? name;
}

/** A text with each `${env:NAME}` replaced by that variable's value; undefined if one is not set. */
export function withVariables(text: string, { packet, env }: Pick<CheckContext, 'packet' | 'env'>): string | undefined {
  let missing = false;
  const out = text.replace(/\$\{env:(?<name>[A-Za-z_][A-Za-z0-9_]*)\}/g, (...groups) => {
    const name = variableOf(packet, (groups.at(-1) as { name: string }).name);
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    missing ||= value === undefined || value === '';
    return value ?? '';
  });
  return missing ? undefined : out;
}
