import { EVIDENCE_SURFACES } from '../types.ts';
import { excludeProblem, unclosed } from './exclude-glob.ts';
import { at, isObject, member, texts } from './json.ts';
import type { Json } from './packet.ts';
import { jsonPath } from './problems.ts';
import type { Problem, Steps } from './problems.ts';
import { redactionParts } from './redaction-pattern.ts';
import type { YamlSource } from './yaml-source.ts';

interface Contradiction {
  readonly steps: Steps;
  readonly reason: string;
}

/** Problems that the schema cannot see: a packet that forbids nothing, allows everything or uses an id twice. */
export function contradictions(source: YamlSource): Problem[] {
  const document = source.value;
  const found = [
    ...missingForbid(document),
    ...repeatedIds(document),
    ...outsideRecord(document),
    ...deadMatches(document),
    ...widePatterns(document),
    ...wideEntries(document),
    ...wideExcludes(document),
    ...unclosedGlobs(document),
    ...costlyGlobs(document),
  ];
  return found.map(({ steps, reason }) => ({
    ...source.place(steps),
    where: jsonPath([...source.base, ...steps]),
    reason,
  }));
}

function listAt(document: Json, path: string): readonly Json[] {
  const list = at(document, path);
  return Array.isArray(list) ? list : [];
}

function missingForbid(document: Json): Contradiction[] {
  if (member(document, 'forbid') !== undefined || member(document, 'extends') !== undefined) return [];
  return [{ steps: [], reason: "the key 'forbid' is missing: without it nothing is forbidden" }];
}

const WITH_IDS = ['forbid', 'evidence.refs', 'statements', 'claims'];

function repeatedIds(document: Json): Contradiction[] {
  return WITH_IDS.flatMap((path) => {
    const seen = new Set<Json | undefined>();
    return listAt(document, path).flatMap((entry, index) => {
      const id = member(entry, 'id');
      if (!seen.has(id)) {
        seen.add(id);
        return [];
      }
      return [{ steps: [...path.split('.'), index, 'id'], reason: 'an earlier entry has the same id' }];
    });
  });
}

/** The history of a record is in the repository of the packet's folder. */
function outsideRecord(document: Json): Contradiction[] {
  const record = at(document, 'decision.record');
  const leaves = typeof record === 'string' && /^(?:[A-Za-z]:)?[\\/]|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(record);
  return reasons(['decision', 'record'], leaves ? "it leads out of the packet's folder" : undefined);
}

function deadMatches(document: Json): Contradiction[] {
  return listAt(document, 'forbid').flatMap((entry, index) => {
    const match = member(entry, 'match');
    const steps = ['forbid', index, 'match'];
    const found: Contradiction[] = [];
    const refused = new Set(texts(member(match, 'not_rule')));
    const wanted = texts(member(match, 'rule'));
    if (refused.has('*') || (wanted.length > 0 && wanted.every((glob) => refused.has(glob)))) {
      found.push({ steps: [...steps, 'not_rule'], reason: 'no rule matches, so the entry would forbid nothing' });
    }
    return [...found, ...runLengths(match, steps)];
  });
}

function runLengths(match: Json | undefined, steps: Steps): Contradiction[] {
  if (!isObject(match) || texts(match['class']).includes('copied-evidence')) return [];
  return ['min_run_chars', 'min_run_lines']
    .filter((key) => Object.hasOwn(match, key))
    .map((key) => ({ steps: [...steps, key], reason: 'it applies only to class copied-evidence' }));
}

const TEXT_GLOBS = ['allow.redactions', 'allow.references.env_names', 'allow.references.secret_refs'];

/** A pattern of wildcards with next to nothing between them would allow every secret. */
function widePatterns(document: Json): Contradiction[] {
  return TEXT_GLOBS.flatMap((path) =>
    listAt(document, path).flatMap((pattern, index) =>
      typeof pattern === 'string' && isTooWide(pattern, path === 'allow.redactions')
        ? [{ steps: [...path.split('.'), index], reason: 'it matches nearly every text, so it would hide secrets' }]
        : [],
    ),
  );
}

/** Planted values, and parts that stay unread, must be in specific places. */
function wideEntries(document: Json): Contradiction[] {
  return ['canaries', 'unread'].flatMap((list) =>
    listAt(document, `allow.${list}`).flatMap((entry, index) => {
      const [path = ''] = texts(member(entry, 'path'));
      return reasons(
        ['allow', list, index, 'path'],
        isTooWide(path.replaceAll('/', ''), false)
          ? 'it matches nearly every path: name the folder or the file'
          : undefined,
      );
    }),
  );
}

function isTooWide(pattern: string, isRedaction: boolean): boolean {
  const parts = isRedaction ? redactionParts(pattern) : pattern.split(/\*+/);
  return parts.length > 1 && parts.join('').trim().length < 2;
}

/** A glob with an unclosed bracket does not match what was meant. */
function unclosedGlobs(document: Json): Contradiction[] {
  return PATH_GLOBS.filter((path) => path !== 'exclude').flatMap((path) =>
    listAt(document, path).flatMap((glob, index) =>
      reasons([...path.split('.'), index], typeof glob === 'string' ? unclosed(glob) : undefined),
    ),
  );
}

function reasons(steps: Steps, reason: string | undefined): Contradiction[] {
  return reason === undefined ? [] : [{ steps, reason }];
}

function wideExcludes(document: Json): Contradiction[] {
  return listAt(document, 'exclude').flatMap((glob, index) =>
    reasons(['exclude', index], typeof glob === 'string' ? excludeProblem(glob) : undefined),
  );
}

const PATH_GLOBS = [
  'exclude',
  ...EVIDENCE_SURFACES.flatMap((name) => [`surfaces.${name}.include`, `surfaces.${name}.exclude`]),
];
const MAX_FOLDER_STARS = 2;
const MAX_NAME_STARS = 3;

/** Each further wildcard multiplies the number of steps for a hostile path. */
function costlyGlobs(document: Json): Contradiction[] {
  return PATH_GLOBS.flatMap((path) =>
    listAt(document, path).flatMap((glob, index) =>
      typeof glob === 'string' && isCostly(glob)
        ? [{ steps: [...path.split('.'), index], reason: 'it has more than two ** or more than three * in one name' }]
        : [],
    ),
  );
}

function isCostly(glob: string): boolean {
  const names = glob.split('/');
  const stars = names.map((name) => name.match(/\*+/g) ?? []);
  return (
    stars.flat().filter((run) => run.length > 1).length > MAX_FOLDER_STARS ||
    stars.some((runs) => runs.length > MAX_NAME_STARS)
  );
}
