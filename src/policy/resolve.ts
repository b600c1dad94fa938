import { EVIDENCE_SURFACES, SURFACES } from '../types.ts';
import type { Confidence, EvidenceSurface, Severity, SkipReason, Surface } from '../types.ts';
import { resolveGoverned } from './resolve-governed.ts';
import { at, isObject, member, texts } from './json.ts';
import type {
  Allow,
  AllowedCanary,
  AllowedFinding,
  AllowedUnread,
  Coverage,
  Forbid,
  Json,
  JsonObject,
  Match,
  Packet,
  PacketClass,
  SurfaceGlobs,
} from './packet.ts';

const DEFAULT_DEPTH = 8;
const DEFAULT_RATIO = 200;

/**
 * Turns a document that the schema has accepted into a packet, with every default filled in.
 *
 * @param base The packet that `extends` names: its entries come after the document's own; its limits apply where the
 * document has none.
 */
export function resolvePacket(document: JsonObject, base?: Packet): Packet {
  return {
    metadata: resolveMetadata(document, base),
    vars: { ...base?.vars, ...((document['vars'] ?? {}) as Readonly<Record<string, string>>) },
    surfaces: { ...base?.surfaces, ...resolveSurfaces(document) },
    exclude: joined(texts(document['exclude']), base?.exclude),
    ...resolveBaseline(document, base),
    forbid: joined(resolveForbid(document), base?.forbid),
    allow: resolveAllow(document, base?.allow),
    coverage: resolveCoverage(document, base?.coverage),
    targets: {
      roots: joined(texts(at(document, 'targets.roots')), base?.targets.roots),
      rootsEnv: joined(texts(at(document, 'targets.roots_env')), base?.targets.rootsEnv),
    },
    notEvaluated: unevaluated(document),
    governed: resolveGoverned(document, base?.governed),
  };
}

function resolveBaseline(document: JsonObject, base: Packet | undefined): Pick<Packet, 'baseline'> {
  const baseline = texts(document['baseline'])[0] ?? base?.baseline;
  return baseline === undefined ? {} : { baseline };
}

function joined<T>(own: readonly T[], base: readonly T[] | undefined): readonly T[] {
  return base === undefined ? own : [...own, ...base];
}

function resolveSurfaces(document: JsonObject): Partial<Record<EvidenceSurface, SurfaceGlobs>> {
  const result: Partial<Record<EvidenceSurface, SurfaceGlobs>> = {};
  for (const surface of EVIDENCE_SURFACES) {
    const entry = member(document['surfaces'], surface);
    if (entry === undefined) continue;
    result[surface] = {
      include: texts(member(entry, 'include')),
      exclude: texts(member(entry, 'exclude')),
      required: member(entry, 'required') === true,
    };
  }
  return result;
}

function resolveForbid(document: JsonObject): Forbid[] {
  const entries = document['forbid'];
  if (!Array.isArray(entries)) return [];
  return (entries as readonly Json[]).map((entry) => ({
    id: texts(member(entry, 'id'))[0] ?? '',
    surfaces: member(entry, 'surfaces') === 'all' ? SURFACES : (texts(member(entry, 'surfaces')) as Surface[]),
    match: resolveMatch(member(entry, 'match')),
  }));
}

function resolveMatch(match: Json | undefined): Match {
  const severity = member(match, 'severity');
  const given = (key: string): readonly string[] | undefined => {
    const values = texts(member(match, key));
    return values.length > 0 ? values : undefined;
  };
  const classes = given('class') as readonly PacketClass[] | undefined;
  const confidences = given('confidence') as readonly Confidence[] | undefined;
  const rules = given('rule');
  const notRules = given('not_rule');
  return {
    ...(classes && { classes }),
    ...(severity !== undefined && { severity: severity as Severity }),
    ...(confidences && { confidences }),
    ...(rules && { rules }),
    ...(notRules && { notRules }),
  };
}

function resolveAllow(document: JsonObject, base: Allow | undefined): Allow {
  const inline = at(document, 'allow.inline.surfaces');
  return {
    redactions: joined(texts(at(document, 'allow.redactions')), base?.redactions),
    envNames: joined(texts(at(document, 'allow.references.env_names')), base?.envNames),
    secretRefs: joined(texts(at(document, 'allow.references.secret_refs')), base?.secretRefs),
    inlineSurfaces: inline === undefined ? (base?.inlineSurfaces ?? ['other']) : (texts(inline) as Surface[]),
    findings: joined(resolveFindings(document), base?.findings),
    canaries: joined(resolveEntries<AllowedCanary>(document, 'allow.canaries', CANARY_KEYS), base?.canaries),
    unread: joined(resolveUnread(document), base?.unread),
  };
}

const CANARY_KEYS = ['path', 'marker', 'surface', 'expires', 'owner', 'reason'] as const;
const UNREAD_KEYS = ['path', 'expires', 'owner', 'reason'] as const;
const FINDING_KEYS = ['part', 'surface', 'path', 'expires', 'owner', 'reason', 'rotated'] as const;

function resolveFindings(document: JsonObject): AllowedFinding[] {
  const entries = at(document, 'allow.findings');
  const plain = resolveEntries<AllowedFinding>(document, 'allow.findings', FINDING_KEYS);
  return plain.map((entry, index) => {
    const given = Array.isArray(entries) ? (entries as readonly Json[])[index] : undefined;
    const fingerprints = texts(member(given, 'fingerprint'));
    const objects = texts(member(given, 'object'));
    return {
      ...entry,
      ...(fingerprints.length > 0 && { fingerprints }),
      ...(objects.length > 0 && { objects }),
    };
  });
}

function resolveUnread(document: JsonObject): AllowedUnread[] {
  const entries = at(document, 'allow.unread');
  const plain = resolveEntries<AllowedUnread>(document, 'allow.unread', UNREAD_KEYS);
  return plain.map((entry, index) => {
    const given = Array.isArray(entries) ? (entries as readonly Json[])[index] : undefined;
    const objects = texts(member(given, 'object'));
    const kinds = texts(member(given, 'kind')) as SkipReason[];
    return { ...entry, kinds, ...(objects.length > 0 && { objects }) };
  });
}

/** The entries of a list; the schema ensures that their members are texts. */
function resolveEntries<T>(document: JsonObject, path: string, keys: readonly (keyof T & string)[]): T[] {
  const entries = at(document, path);
  if (!Array.isArray(entries)) return [];
  return (entries as readonly Json[]).map((entry) => {
    const given = keys.flatMap((key) => {
      const value = texts(member(entry, key))[0];
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(given) as T;
  });
}

function resolveCoverage(document: JsonObject, base: Coverage | undefined): Coverage {
  const number = (key: string, fallback: number): number => {
    const value = at(document, `coverage.${key}`);
    return typeof value === 'number' ? value : fallback;
  };
  return {
    acceptUnread: joined(texts(at(document, 'coverage.accept_unread')) as SkipReason[], base?.acceptUnread),
    maxDepth: number('max_depth', base?.maxDepth ?? DEFAULT_DEPTH),
    maxExpansionRatio: number('max_expansion_ratio', base?.maxExpansionRatio ?? DEFAULT_RATIO),
  };
}

/** What the format defines but `scan` does not check. */
const UNEVALUATED = [
  'surfaces.argv.capture',
  'surfaces.commit.range',
  'surfaces.commit.parts',
  'surfaces.commit.unreachable',
  'allow.references.admission_files',
  'decision',
  'gates',
  'work_items',
  'evidence',
  'targets.blob_manifest',
  'statements',
  'claims',
  'coverage.ledger',
];

function unevaluated(document: JsonObject): string[] {
  const parts = UNEVALUATED.filter((path) => {
    const value = at(document, path);
    return value !== undefined && !isEmpty(value);
  });
  return [...parts, ...unevaluatedForbids(document)];
}

function isEmpty(value: Json): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Entries with a class that only `check` looks for. */
function unevaluatedForbids(document: JsonObject): string[] {
  const entries = document['forbid'];
  return (Array.isArray(entries) ? (entries as readonly Json[]) : [])
    .filter((entry) => texts(at(entry, 'match.class')).includes('copied-evidence'))
    .map((entry) => `forbid.${texts(member(entry, 'id'))[0] ?? ''}`);
}

/** A base's facts about its prose apply if the packet gives none; its name and owner do not. */
function resolveMetadata(document: JsonObject, base: Packet | undefined): JsonObject {
  const { id: _id, title: _title, owner: _owner, ...facts } = base?.metadata ?? {};
  return { ...facts, ...(isObject(document['metadata']) ? document['metadata'] : {}) };
}
