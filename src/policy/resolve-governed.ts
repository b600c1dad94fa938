import { FRONT_MATTER_FIELDS } from './governed.ts';
import type {
  Claim,
  CopyRule,
  DecisionRules,
  EvidenceRef,
  EvidenceRules,
  Governed,
  Source,
  Statement,
  Transition,
  WorkItemRules,
} from './governed.ts';
import { at, isObject, member, texts } from './json.ts';
import type { Json, JsonObject } from './packet.ts';
import { resolveCondition, resolveGate } from './resolve-gate.ts';
import { resolveKnownSource } from './resolve-known.ts';
import { usualClaims } from './usual-claims.ts';
import type { Surface } from '../types.ts';

/** Number of lines that may precede front matter if a source does not say. */
const SEARCH_LINES = 1;
const MIN_RUN_CHARS = 240;
const MIN_RUN_LINES = 6;
const HEADING = '^#{1,6} (?<id>[A-Z][A-Z0-9-]*-\\d+)';
const STATUS = '^Status: (?<status>[A-Za-z_ -]+)';
const DEFAULT_STATUS = 'not_decided';

/** The governed part of a document that the schema has accepted. What the document leaves out comes from the base. */
export function resolveGoverned(document: JsonObject, base: Governed = NOTHING): Governed {
  const manifest = text(at(document, 'targets.blob_manifest')) ?? base.blobManifest;
  const range = text(at(document, 'surfaces.commit.range')) ?? base.commitRange;
  const selftest = text(at(document, 'coverage.selftest'));
  const gates = { ...base.gates, ...mapped(document['gates'], resolveGate) };
  const evidence = resolveEvidence(document['evidence'], base.evidence);
  const claims = byId(list(document, 'claims').map(claim), base.claims);
  return {
    sources: own(document, 'metadata.sources', base.sources, (entries) => entries.map(source)),
    decision: resolveDecision(document['decision'], base.decision),
    gates,
    workItems: resolveWorkItems(document['work_items'], base.workItems),
    evidence,
    statements: byId(list(document, 'statements').map(statement), base.statements),
    claims: Object.keys(gates).length === 0 ? claims : [...claims, ...usualClaims({ gates, evidence, claims })],
    copyRules: [...copyRules(document), ...base.copyRules],
    knownRequired: flag(at(document, 'known_secrets.required')) ?? base.knownRequired,
    knownSources: [...list(document, 'known_secrets.sources').map(resolveKnownSource), ...base.knownSources],
    selftestRequired: selftest === undefined ? base.selftestRequired : selftest === 'required',
    remotes: [...texts(at(document, 'targets.remotes')), ...base.remotes],
    ...(manifest !== undefined && { blobManifest: manifest }),
    levels: { ...base.levels, ...((document['checks'] ?? {}) as Governed['levels']) },
    ...(range !== undefined && { commitRange: range }),
    ...commitScope(document, base),
    forbiddenSurfaces: [...new Set([...named(document), ...base.forbiddenSurfaces])],
    waivedSurfaces: waived(document, base.waivedSurfaces),
  };
}

function commitScope(document: JsonObject, base: Governed): Pick<Governed, 'commitParts' | 'commitUnreachable'> {
  const words = at(document, 'surfaces.commit.parts');
  const parts = Array.isArray(words) ? texts(words) : base.commitParts;
  const unreachable = (text(at(document, 'surfaces.commit.unreachable')) ??
    base.commitUnreachable) as Governed['commitUnreachable'];
  return {
    ...(parts !== undefined && { commitParts: parts }),
    ...(unreachable !== undefined && { commitUnreachable: unreachable }),
  };
}

/** The governed part of a packet that requires nothing. */
const NOTHING: Governed = {
  sources: [],
  decision: null,
  gates: {},
  workItems: null,
  evidence: { refs: [], commitExists: true, pathExistsAtCommit: true, reachableFrom: [], noCopy: true },
  statements: [],
  claims: [],
  copyRules: [],
  knownRequired: false,
  knownSources: [],
  selftestRequired: false,
  remotes: [],
  levels: {},
  forbiddenSurfaces: [],
  waivedSurfaces: [],
};

/** The resolved list of the document, or the base's if the document has none. */
function own<T>(
  document: Json | undefined,
  path: string,
  base: readonly T[],
  read: (entries: readonly Json[]) => readonly T[],
): readonly T[] {
  return at(document, path) === undefined ? base : read(list(document, path));
}

function list(document: Json | undefined, path: string): readonly Json[] {
  const value = at(document, path);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function flag(value: Json | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function mapped<T>(value: Json | undefined, read: (entry: Json) => T): Record<string, T> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.map(([key, entry]) => [key, read(entry)]));
}

/** Own entries first; a base's entry with the same id is replaced. */
function byId<T extends { readonly id: string }>(entries: readonly T[], base: readonly T[] = []): readonly T[] {
  const ids = new Map(entries.map((entry) => [entry.id, entry]));
  const kept = base.map((entry) => ids.get(entry.id) ?? entry);
  const known = new Set(base.map(({ id }) => id));
  return [...kept, ...entries.filter(({ id }) => !known.has(id))];
}

function source(entry: Json): Source {
  const sha256 = text(member(entry, 'sha256'));
  const lines = at(entry, 'frontmatter.search_lines');
  const keys = FRONT_MATTER_FIELDS.flatMap((field) => {
    const key = text(at(entry, `frontmatter.keys.${field}`));
    return key === undefined ? [] : [[field, key] as const];
  });
  return {
    role: text(member(entry, 'role')) ?? '',
    path: plainPath(text(member(entry, 'path')) ?? ''),
    ...(sha256 !== undefined && { sha256 }),
    searchLines: typeof lines === 'number' ? lines : SEARCH_LINES,
    keys: Object.fromEntries(keys),
  };
}

function plainPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}

const NO_DECISION: DecisionRules = {
  record: '',
  default: DEFAULT_STATUS,
  branches: [],
  deciders: [],
  transitions: [],
  workItem: '',
  branchFields: {},
  signing: 'optional',
};

function resolveDecision(value: Json | undefined, base: DecisionRules | null): DecisionRules | null {
  if (!isObject(value)) return base;
  const before = base ?? NO_DECISION;
  const authority = text(value['authority']) ?? before.authority;
  const promotion = promotionOf(value['promotion']) ?? before.promotion;
  return {
    ...recordOf(value, before),
    default: text(value['default']) ?? before.default,
    branches: own(value, 'branches', before.branches, texts),
    ...(authority !== undefined && { authority }),
    deciders: own(value, 'deciders', before.deciders, texts),
    transitions: own(value, 'transitions', before.transitions, (entries) => entries.map(transition)),
    branchFields: { ...before.branchFields, ...mapped(value['branch_fields'], (fields) => texts(fields)) },
    signing: (text(value['signing']) ?? before.signing) === 'required' ? 'required' : 'optional',
    ...(promotion !== undefined && { promotion }),
  };
}

/** A document with its own record also has its own work item. */
function recordOf(value: JsonObject, before: DecisionRules): Pick<DecisionRules, 'record' | 'workItem'> {
  const record = text(value['record']);
  const workItem = text(value['work_item']);
  if (record === undefined) return { record: before.record, workItem: workItem ?? before.workItem };
  return { record: plainPath(record), workItem: workItem ?? idOfRecord(record) };
}

function promotionOf(value: Json | undefined): DecisionRules['promotion'] {
  return isObject(value) ? { when: texts(value['when']), needs: text(value['needs']) ?? '' } : undefined;
}

/** `decisions/CTO-WORK-024.decision.yaml` is the record of CTO-WORK-024. */
function idOfRecord(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/(?:\.decision)?\.[A-Za-z]+$/, '');
}

function transition(entry: Json): Transition {
  return {
    from: text(member(entry, 'from')) ?? '',
    to: text(member(entry, 'to')) ?? '',
    needs: texts(member(entry, 'needs')),
  };
}

const NO_WORK_ITEMS: WorkItemRules = {
  paths: [],
  heading: HEADING,
  status: STATUS,
  blockedWords: ['blocked'],
  statusWords: [],
  rules: {},
};

function resolveWorkItems(value: Json | undefined, base: WorkItemRules | null): WorkItemRules | null {
  if (!isObject(value)) return base;
  const before = base ?? NO_WORK_ITEMS;
  const paths = texts(at(value, 'source.path'));
  return {
    paths: paths.length > 0 ? paths.map(plainPath) : before.paths,
    heading: text(at(value, 'source.heading')) ?? before.heading,
    status: text(at(value, 'source.status')) ?? before.status,
    blockedWords: own(value, 'blocked_words', before.blockedWords, texts),
    statusWords: [...texts(value['status_words']), ...before.statusWords],
    rules: {
      ...before.rules,
      ...mapped(value['rules'], (rule) => resolveCondition(member(rule, 'blocked_unless') ?? null)),
    },
  };
}

function resolveEvidence(value: Json | undefined, base: EvidenceRules): EvidenceRules {
  const rule = (key: string, fallback: boolean): boolean => flag(at(value, `rules.${key}`)) ?? fallback;
  return {
    refs: byId(list(value, 'refs').map(evidenceRef), base.refs),
    commitExists: rule('commit_exists', base.commitExists),
    pathExistsAtCommit: rule('path_exists_at_commit', base.pathExistsAtCommit),
    reachableFrom: own(value, 'rules.reachable_from', base.reachableFrom, texts),
    noCopy: rule('no_copy', base.noCopy),
  };
}

function evidenceRef(entry: Json): EvidenceRef {
  const surface = text(member(entry, 'surface')) as Surface | undefined;
  const pointer = text(at(entry, 'expect.pointer'));
  const after = text(member(entry, 'after'));
  return {
    id: text(member(entry, 'id')) ?? '',
    ...(surface !== undefined && { surface }),
    path: plainPath(text(member(entry, 'path')) ?? ''),
    ...(pointer !== undefined && { expect: { pointer, equals: (at(entry, 'expect.equals') ?? null) as string } }),
    required: member(entry, 'present') === 'required',
    committed: member(entry, 'committed') === true,
    ...(after !== undefined && { after }),
    mustName: mapped(member(entry, 'must_name'), (value) => text(value) ?? ''),
  };
}

function statement(entry: Json): Statement {
  const any = texts(member(entry, 'any'));
  return { id: text(member(entry, 'id')) ?? '', any, role: text(member(entry, 'role')) ?? 'prd' };
}

function claim(entry: Json): Claim {
  const unless = member(entry, 'unless');
  return {
    id: text(member(entry, 'id')) ?? '',
    check: text(member(entry, 'check')) ?? '',
    any: texts(member(entry, 'any')),
    surfaces: texts(member(entry, 'surfaces')) as Surface[],
    ...(unless !== undefined && { unless: resolveCondition(unless) }),
  };
}

function copyRules(document: JsonObject): CopyRule[] {
  return list(document, 'forbid')
    .filter((entry) => texts(at(entry, 'match.class')).includes('copied-evidence'))
    .map((entry) => {
      const [chars, lines] = [at(entry, 'match.min_run_chars'), at(entry, 'match.min_run_lines')];
      const surfaces = member(entry, 'surfaces');
      return {
        id: text(member(entry, 'id')) ?? '',
        surfaces: surfaces === 'all' ? ['sot', 'task_file'] : (texts(surfaces) as Surface[]),
        minChars: typeof chars === 'number' ? chars : MIN_RUN_CHARS,
        minLines: typeof lines === 'number' ? lines : MIN_RUN_LINES,
      };
    });
}

function named(document: JsonObject): Surface[] {
  return list(document, 'forbid').flatMap((entry) => {
    const surfaces = member(entry, 'surfaces');
    return surfaces === 'all' ? [] : (texts(surfaces) as Surface[]);
  });
}

/** Surfaces with `required: false`; the document's entries take precedence over the base's. */
function waived(document: JsonObject, base: readonly Surface[]): Surface[] {
  const entries = isObject(document['surfaces']) ? Object.entries(document['surfaces']) : [];
  const said = new Set(entries.map(([surface]) => surface));
  const dropped = entries
    .filter(([, entry]) => member(entry, 'required') === false)
    .map(([surface]) => surface as Surface);
  return [...dropped, ...base.filter((surface) => !said.has(surface))];
}
