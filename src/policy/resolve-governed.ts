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
import type { Surface } from '../types.ts';

/** Lines that may stand before front matter where a source does not say. */
const SEARCH_LINES = 1;
const MIN_RUN_CHARS = 240;
const MIN_RUN_LINES = 6;
const HEADING = '^#{1,6} (?<id>[A-Z][A-Z0-9-]*-\\d+)';
const STATUS = '^Status: (?<status>[A-Za-z_ -]+)';
const DEFAULT_STATUS = 'not_decided';

/** The governed part of a document that the schema has passed. What the document leaves out is the base's. */
export function resolveGoverned(document: JsonObject, base?: Governed): Governed {
  const manifest = text(at(document, 'targets.blob_manifest')) ?? base?.blobManifest;
  const range = text(at(document, 'surfaces.commit.range')) ?? base?.commitRange;
  return {
    sources: own(document, 'metadata.sources', () => list(document, 'metadata.sources').map(source), base?.sources) ?? [],
    decision: resolveDecision(document['decision'], base?.decision ?? null),
    gates: { ...base?.gates, ...mapped(document['gates'], resolveGate) },
    workItems: resolveWorkItems(document['work_items'], base?.workItems ?? null),
    evidence: resolveEvidence(document['evidence'], base?.evidence),
    statements: byId(list(document, 'statements').map(statement), base?.statements),
    claims: byId(list(document, 'claims').map(claim), base?.claims),
    copyRules: [...copyRules(document), ...(base?.copyRules ?? [])],
    knownRequired: flag(at(document, 'known_secrets.required')) ?? base?.knownRequired ?? false,
    selftestRequired: (text(at(document, 'coverage.selftest')) ?? (base?.selftestRequired ? 'required' : '')) === 'required',
    remotes: [...texts(at(document, 'targets.remotes')), ...(base?.remotes ?? [])],
    ...(manifest !== undefined && { blobManifest: manifest }),
    levels: { ...base?.levels, ...((document['checks'] ?? {}) as Governed['levels']) },
    ...(range !== undefined && { commitRange: range }),
    forbiddenSurfaces: [...new Set([...named(document), ...(base?.forbiddenSurfaces ?? [])])],
  };
}

function own<T>(document: Json, path: string, read: () => T, fallback: T | undefined): T | undefined {
  return at(document, path) === undefined ? fallback : read();
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

/** Own entries first; a base's entry of the same id is replaced. */
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

function resolveDecision(value: Json | undefined, base: DecisionRules | null): DecisionRules | null {
  if (!isObject(value)) return base;
  const record = plainPath(text(value['record']) ?? base?.record ?? '');
  const authority = text(value['authority']) ?? base?.authority;
  const workItem = text(value['work_item']) ?? (value['record'] === undefined ? base?.workItem : undefined);
  const promotion = isObject(value['promotion'])
    ? { when: texts(value['promotion']['when']), needs: text(value['promotion']['needs']) ?? '' }
    : base?.promotion;
  const signing = text(value['signing']) ?? base?.signing ?? 'optional';
  return {
    record,
    default: text(value['default']) ?? base?.default ?? DEFAULT_STATUS,
    branches: value['branches'] === undefined ? (base?.branches ?? []) : texts(value['branches']),
    ...(authority !== undefined && { authority }),
    deciders: value['deciders'] === undefined ? (base?.deciders ?? []) : texts(value['deciders']),
    transitions: value['transitions'] === undefined ? (base?.transitions ?? []) : list(value, 'transitions').map(transition),
    workItem: workItem ?? idOfRecord(record),
    branchFields: { ...base?.branchFields, ...mapped(value['branch_fields'], (fields) => texts(fields)) },
    signing: signing === 'required' ? 'required' : 'optional',
    ...(promotion !== undefined && { promotion }),
  };
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

function resolveWorkItems(value: Json | undefined, base: WorkItemRules | null): WorkItemRules | null {
  if (!isObject(value)) return base;
  const paths = texts(at(value, 'source.path'));
  const blocked = texts(value['blocked_words']);
  return {
    paths: paths.length > 0 ? paths.map(plainPath) : (base?.paths ?? []),
    heading: text(at(value, 'source.heading')) ?? base?.heading ?? HEADING,
    status: text(at(value, 'source.status')) ?? base?.status ?? STATUS,
    blockedWords: blocked.length > 0 ? blocked : (base?.blockedWords ?? ['blocked']),
    statusWords: [...texts(value['status_words']), ...(base?.statusWords ?? [])],
    rules: {
      ...base?.rules,
      ...mapped(value['rules'], (rule) => resolveCondition(member(rule, 'blocked_unless') ?? null)),
    },
  };
}

function resolveEvidence(value: Json | undefined, base: EvidenceRules | undefined): EvidenceRules {
  const rule = (key: string, fallback: boolean): boolean => flag(at(value, `rules.${key}`)) ?? fallback;
  const reachable = at(value, 'rules.reachable_from');
  return {
    refs: byId(list(value, 'refs').map(evidenceRef), base?.refs),
    commitExists: rule('commit_exists', base?.commitExists ?? true),
    pathExistsAtCommit: rule('path_exists_at_commit', base?.pathExistsAtCommit ?? true),
    reachableFrom: reachable === undefined ? (base?.reachableFrom ?? []) : texts(reachable),
    noCopy: rule('no_copy', base?.noCopy ?? true),
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
