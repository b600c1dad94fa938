/** What a packet asks of prose, decision, gates and evidence: the part that `check` holds to its word. Plain data. */
import type { Surface } from '../types.ts';

/** What a document's front matter may say and the packet's metadata says too. */
export const FRONT_MATTER_FIELDS = ['owner', 'status', 'lifecycle', 'promotion', 'route'] as const;
/** One of these. */
export type FrontMatterField = (typeof FRONT_MATTER_FIELDS)[number];

/** Where a packet says that secret values are. Paths as written, relative to the packet's folder. */
export type DeclaredSource =
  /** Without names: the usual ones. */
  | { readonly kind: 'env'; readonly names?: readonly string[]; readonly minLength?: number }
  | { readonly kind: 'dotenv' | 'dir'; readonly path: string; readonly minLength?: number }
  | { readonly kind: 'fingerprints'; readonly path: string; readonly keyEnv?: string };

/** A document that the packet speaks for. */
export interface Source {
  readonly role: string;
  readonly path: string;
  /** Lower hex, of the document as it was when the packet was written. */
  readonly sha256?: string;
  /** Lines that may stand before the front matter. */
  readonly searchLines: number;
  /** Keys of the front matter by field; where there is none, the usual names are tried. */
  readonly keys: Readonly<Partial<Record<FrontMatterField, string>>>;
}

/** A closed set of conditions: there is no code in a packet. */
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
  /** Work item that alone admits a provider or model. */
  readonly authority?: string;
  readonly deciders: readonly string[];
  readonly transitions: readonly Transition[];
  /** Work item that the record resolves. */
  readonly workItem: string;
  /** Fields of branches that the packet names itself. */
  readonly branchFields: Readonly<Record<string, readonly string[]>>;
  readonly signing: 'required' | 'optional';
  /** While the packet's promotion is one of `when`, an approval needs this kind. */
  readonly promotion?: { readonly when: readonly string[]; readonly needs: string };
}

/** A place in the admission file and the variable whose value must stand there. */
export interface GateMatch {
  /** JSON pointer. */
  readonly pointer: string;
  /** Variable, or a name from `vars`. */
  readonly env: string;
}

/** Open when the file that a variable names has the values that other variables have. */
export interface FileGate {
  readonly kind: 'file-matches-env';
  readonly env: string;
  readonly format: 'auto' | 'json' | 'yaml' | 'toml' | 'env';
  readonly match: readonly GateMatch[];
  readonly mustNot: readonly ('wildcard' | 'symlink-escape' | 'inside-target')[];
  readonly scanAs?: Surface;
  readonly needsDecision: readonly string[];
  /** Names under which runs record what the file has under the pointer. */
  readonly observe: readonly { readonly pointer: string; readonly names: readonly string[] }[];
  readonly observeOn: readonly Surface[];
}

/** Open when every condition holds. */
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
  /** Condition under which the item need not be blocked, by id of a work item or gate. */
  readonly rules: Readonly<Record<string, Condition>>;
}

/** A kind of evidence: files of a path glob of which one must say what is expected. */
export interface EvidenceRef {
  readonly id: string;
  readonly surface?: Surface;
  readonly path: string;
  readonly expect?: { readonly pointer: string; readonly equals: string | number | boolean | null };
  readonly required: boolean;
  readonly committed: boolean;
  /** Gate that must have been open before. */
  readonly after?: string;
  /** Values by name of a root key; `${env:NAME}` stands for a variable's. */
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
  /** Surfaces where it is looked for, beside the prose. */
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

/** All of it. */
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
  /** Commits that a run must have looked at. */
  readonly commitRange?: string;
  /** Parts of commits in which values count, in the words of the format; all where it is left out. */
  readonly commitParts?: readonly string[];
  /** What becomes of objects that no ref leads to. */
  readonly commitUnreachable?: 'report' | 'ignore' | 'fail';
  /** Surfaces that an entry of `forbid` names one by one. */
  readonly forbiddenSurfaces: readonly Surface[];
  /** Surfaces of which the packet says that they need not be there. */
  readonly waivedSurfaces: readonly Surface[];
}

/** Paths of the documents that a packet speaks for: its sources, and its decision record. */
export function documentPaths({ sources, decision }: Governed): readonly string[] {
  const paths = sources.map(({ path }) => path);
  return decision === null ? paths : [...paths, decision.record];
}
