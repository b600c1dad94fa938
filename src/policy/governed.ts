/** What a packet requires of prose, decision, gates and evidence: the part that `check` enforces. Plain data. */
import type { Surface } from '../types.ts';

/** Fields that a document's front matter may have and the packet's metadata has too. */
export const FRONT_MATTER_FIELDS = ['owner', 'status', 'lifecycle', 'promotion', 'route'] as const;
/** One of these. */
export type FrontMatterField = (typeof FRONT_MATTER_FIELDS)[number];

/** Where a packet says that secret values are. Paths as written, relative to the packet's folder. */
export type DeclaredSource =
  /** Without names: the usual ones. */
  | { readonly kind: 'env'; readonly names?: readonly string[]; readonly minLength?: number }
  | { readonly kind: 'dotenv' | 'dir'; readonly path: string; readonly minLength?: number }
  | { readonly kind: 'fingerprints'; readonly path: string; readonly keyEnv?: string };

/** A document that the packet covers. */
export interface Source {
  readonly role: string;
  readonly path: string;
  /** Lower-case hex, of the document when the packet was written. */
  readonly sha256?: string;
  /** Number of lines that may precede the front matter. */
  readonly searchLines: number;
  /** Keys of the front matter by field; for a field without one, the usual names are tried. */
  readonly keys: Readonly<Partial<Record<FrontMatterField, string>>>;
}

/** A closed set of conditions: a packet contains no code. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'decision'; readonly in: readonly string[] }
  | { readonly kind: 'gate' | 'evidence'; readonly id: string }
  | { readonly kind: 'work-item'; readonly id: string; readonly is: readonly string[] };

/** A legal step from one decision status to another; `*` stands for any. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  /** Fields that the new record must have. */
  readonly needs: readonly string[];
}

/** The decision that the packet is about. */
export interface DecisionRules {
  /** Path of the record. */
  readonly record: string;
  readonly default: string;
  readonly branches: readonly string[];
  /** The only work item that admits a provider or model. */
  readonly authority?: string;
  readonly deciders: readonly string[];
  readonly transitions: readonly Transition[];
  /** Work item that the record resolves. */
  readonly workItem: string;
  /** Fields of branches that the packet defines. */
  readonly branchFields: Readonly<Record<string, readonly string[]>>;
  readonly signing: 'required' | 'optional';
  /** While the packet's promotion is one of `when`, an approval needs this kind. */
  readonly promotion?: { readonly when: readonly string[]; readonly needs: string };
}

/** A place in the admission file and the variable that gives its value. */
export interface GateMatch {
  /** JSON pointer. */
  readonly pointer: string;
  /** Variable, or a name from `vars`. */
  readonly env: string;
}

/** Open if the file that a variable names has the values that other variables have. */
export interface FileGate {
  readonly kind: 'file-matches-env';
  readonly env: string;
  readonly format: 'auto' | 'json' | 'yaml' | 'toml' | 'env';
  readonly match: readonly GateMatch[];
  readonly mustNot: readonly ('wildcard' | 'symlink-escape' | 'inside-target')[];
  readonly scanAs?: Surface;
  readonly needsDecision: readonly string[];
  /** Names under which runs record the file's value under the pointer. */
  readonly observe: readonly { readonly pointer: string; readonly names: readonly string[] }[];
  readonly observeOn: readonly Surface[];
}

/** Open if every condition holds. */
export interface AllOfGate {
  readonly kind: 'all-of';
  readonly of: readonly Condition[];
}

/** A gate, by kind. */
export type Gate = FileGate | AllOfGate;

/** Where work items are declared, and when each must be blocked. */
export interface WorkItemRules {
  readonly paths: readonly string[];
  /** Regular expression with the group `id`. */
  readonly heading: string;
  /** Regular expression with the group `status`. */
  readonly status: string;
  readonly blockedWords: readonly string[];
  readonly statusWords: readonly string[];
  /** By id of a work item or gate, the condition under which the item need not be blocked. */
  readonly rules: Readonly<Record<string, Condition>>;
}

/** A kind of evidence: files matching a path glob, one of which must have the expected content. */
export interface EvidenceRef {
  readonly id: string;
  readonly surface?: Surface;
  readonly path: string;
  readonly expect?: { readonly pointer: string; readonly equals: string | number | boolean | null };
  readonly required: boolean;
  readonly committed: boolean;
  /** Gate that must have been open before. */
  readonly after?: string;
  /** Values by name of a root key; `${env:NAME}` stands for a variable's value. */
  readonly mustName: Readonly<Record<string, string>>;
}

/** What evidence must fulfil. */
export interface EvidenceRules {
  readonly refs: readonly EvidenceRef[];
  readonly commitExists: boolean;
  readonly pathExistsAtCommit: boolean;
  readonly reachableFrom: readonly string[];
  readonly noCopy: boolean;
}

/** A sentence that the prose must state, in any of these wordings. */
export interface Statement {
  readonly id: string;
  readonly any: readonly string[];
  readonly role: string;
}

/** Sentences that are false unless a condition holds. */
export interface Claim {
  readonly id: string;
  readonly check: string;
  readonly any: readonly string[];
  /** Surfaces searched in addition to the prose. */
  readonly surfaces: readonly Surface[];
  readonly unless?: Condition;
}

/** Evidence that must not be copied into documents. */
export interface CopyRule {
  readonly id: string;
  readonly surfaces: readonly Surface[];
  readonly minChars: number;
  readonly minLines: number;
}

/** The whole governed part. */
export interface Governed {
  readonly sources: readonly Source[];
  readonly decision: DecisionRules | null;
  readonly gates: Readonly<Record<string, Gate>>;
  readonly workItems: WorkItemRules | null;
  readonly evidence: EvidenceRules;
  readonly statements: readonly Statement[];
  readonly claims: readonly Claim[];
  readonly copyRules: readonly CopyRule[];
  readonly knownRequired: boolean;
  readonly knownSources: readonly DeclaredSource[];
  readonly selftestRequired: boolean;
  readonly remotes: readonly string[];
  /** Path of a list of git blob ids that no evidence may have. */
  readonly blobManifest?: string;
  /** Checks whose warnings are errors here. */
  readonly levels: Readonly<Record<string, 'warn' | 'error'>>;
  /** Commits that a run must have scanned. */
  readonly commitRange?: string;
  /** Parts of commits in which values count, in the words of the format; all if absent. */
  readonly commitParts?: readonly string[];
  /** How objects that no ref leads to are treated. */
  readonly commitUnreachable?: 'report' | 'ignore' | 'fail';
  /** Surfaces that a `forbid` entry names individually. */
  readonly forbiddenSurfaces: readonly Surface[];
  /** Surfaces that the packet declares optional. */
  readonly waivedSurfaces: readonly Surface[];
}

/** Paths of the documents that a packet covers: its sources, and its decision record. */
export function documentPaths({ sources, decision }: Governed): readonly string[] {
  const paths = sources.map(({ path }) => path);
  return decision === null ? paths : [...paths, decision.record];
}
