import { dirname, join } from 'node:path';
import type { Observation } from '../check-result.ts';
import { ScanError } from '../errors.ts';
import { packetDigest } from '../policy/digest.ts';
import { FRONT_MATTER_FIELDS, type FrontMatterField } from '../policy/governed.ts';
import { isObject, member } from '../policy/json.ts';
import { loadPacket } from '../policy/load.ts';
import type { AnsweredFor, Json } from '../policy/packet.ts';
import { quoted } from '../policy/quotation.ts';
import type { Surface } from '../types.ts';
import { isPacketsOwn } from '../policy/required.ts';
import { unlessFound, say, type CheckContext } from './context.ts';
import { placeIn, type Document } from './documents.ts';

/** PKT-01 to PKT-05: the packet itself, the documents it covers, the surfaces it forbids on, its allowances. */
export async function packetChecks(context: CheckContext): Promise<Observation[]> {
  const { documents } = context;
  const contradictions = (await Promise.all(documents.map((document) => carriers(document, context)))).flat();
  return [
    say('PKT-01', 'pass', `packet ${context.origin} is strict YAML and matches the schema`),
    ...unlessFound(
      'PKT-02',
      documents.flatMap((document) => frontMatter(document, context)),
      sourcesSaid(documents),
    ),
    ...unlessFound(
      'PKT-03',
      [...documents.flatMap(changed), ...contradictions],
      'the packet and its sources do not contradict one another',
    ),
    ...unlessFound('PKT-04', surfaces(context), 'every surface that the packet requires has files'),
    ...unlessFound(
      'PKT-05',
      [...allowances(context), ...canaries(context), ...unread(context)],
      'no allowance is unused, expired or without its evidence',
    ),
  ];
}

function sourcesSaid(documents: readonly Document[]): string {
  return documents.length === 0
    ? 'the packet speaks for no document'
    : documents.length === 1
      ? 'the document that the packet speaks for can be read and agrees with it'
      : `${documents.length} documents can be read and agree with the packet`;
}

function frontMatter(document: Document, context: CheckContext): Observation[] {
  const { source, file, frontMatter: found, separators } = document;
  if (file.kind !== 'text') {
    const state = file.kind === 'absent' ? 'no such file' : file.reason;
    const fix = `write the document, or correct the path under metadata.sources (role ${source.role})`;
    return [
      say('PKT-02', 'invalid', `source ${source.path} cannot be read: ${state}`, { place: { path: source.path }, fix }),
    ];
  }
  if (found.kind === 'none') return [];
  if (found.kind === 'unclosed') {
    return [
      say('PKT-02', 'fail', `front matter of ${source.path} has no closing --- (starts at line ${found.line})`, {
        place: placeIn(document, found.line),
      }),
    ];
  }
  if (found.kind !== 'mapping') {
    const fix =
      separators > 2
        ? `the text was copied from a viewer, with ${separators} lines of a lone '|': save the document itself`
        : 'write one key: value per line between the two ---';
    const what = found.kind === 'malformed' ? 'is not strict YAML' : 'is not a mapping';
    return [
      say('PKT-02', 'fail', `front matter of ${source.path} ${what} (starts at line ${found.line})`, {
        place: placeIn(document, found.line),
        fix,
      }),
    ];
  }
  return FRONT_MATTER_FIELDS.flatMap((field) => disagreement(document, field, context));
}

/** Usual front matter keys for a field. */
const USUAL_KEYS: Readonly<Record<FrontMatterField, readonly string[]>> = {
  owner: ['owner'],
  status: ['status'],
  lifecycle: ['lifecycle', 'lifecycle_classification'],
  promotion: ['promotion', 'promotion_status', 'core_promotion_status'],
  route: ['route'],
};

function disagreement(document: Document, field: FrontMatterField, { packet }: CheckContext): Observation[] {
  const { source, frontMatter: found } = document;
  if (found.kind !== 'mapping') return [];
  const wanted = member(packet.metadata, field);
  const keys = source.keys[field] === undefined ? USUAL_KEYS[field] : [source.keys[field]];
  const key = keys.find((name) => Object.hasOwn(found.values, name));
  const given = key === undefined ? undefined : found.values[key];
  if (wanted === undefined || given === undefined || given === wanted) return [];
  const message = `${source.path} says ${field} ${shown(given)}, the packet says ${shown(wanted)}`;
  const fix = `correct metadata.${field} of the packet or ${key} of the document`;
  return [say('PKT-02', 'fail', message, { place: placeIn(document, found.line), fix })];
}

function shown(value: Json): string {
  return typeof value === 'string' ? quoted(value) : 'something that is not text';
}

function changed(document: Document): Observation[] {
  const { source, file } = document;
  if (file.kind !== 'text' || source.sha256 === undefined || source.sha256 === file.sha256) return [];
  const message = `source ${source.path} changed since the packet was written`;
  const fix = `review it, then write sha256: ${file.sha256} under metadata.sources`;
  return [say('PKT-03', 'warn', message, { place: { path: source.path }, fix })];
}

/** A document may contain the packet, or point to it: it must then be this one. */
async function carriers(document: Document, context: CheckContext): Promise<Observation[]> {
  const { frontMatter: found, source } = document;
  const carried = found.kind === 'mapping' ? found.values['watertight'] : undefined;
  if (found.kind !== 'mapping' || carried === undefined || source.path === context.origin) return [];
  const place = placeIn(document, found.line);
  const pointer = member(carried, 'packet');
  if (typeof pointer === 'string') {
    const named = join(dirname(source.path), pointer).replaceAll('\\', '/');
    if (named === context.origin.replace(/^(?:\.\/)+/, '')) return [];
    return [say('PKT-03', 'fail', `${source.path} points to a packet other than ${context.origin}`, { place })];
  }
  if (!isObject(carried))
    return [say('PKT-03', 'fail', `${source.path} has something under 'watertight' that is not a packet`, { place })];
  const same = await sameDigest(carried, context);
  return same
    ? []
    : [
        say('PKT-03', 'fail', `the packet in the front matter of ${source.path} is not the packet ${context.origin}`, {
          place,
        }),
      ];
}

async function sameDigest(carried: Json, { packet }: CheckContext): Promise<boolean> {
  try {
    return packetDigest(await loadPacket(JSON.stringify(carried), 'front matter')) === packetDigest(packet);
  } catch (error) {
    if (error instanceof ScanError) return false;
    throw error;
  }
}

function surfaces({ packet, files }: CheckContext): Observation[] {
  const counted = new Map<Surface, number>();
  const evidence = [...files].filter(([path]) => !isPacketsOwn(path));
  for (const [, surface] of evidence) counted.set(surface, (counted.get(surface) ?? 0) + 1);
  const declared = Object.entries(packet.surfaces) as [Surface, { required: boolean }][];
  const asked = new Map<Surface, string>();
  for (const surface of packet.governed.forbiddenSurfaces) asked.set(surface, 'forbid names it');
  for (const [surface, { required }] of declared) {
    if (required) asked.set(surface, 'it is required');
  }
  for (const surface of packet.governed.waivedSurfaces) asked.delete(surface);
  return [...asked]
    .filter(([surface]) => surface !== 'commit' && surface !== 'other' && (counted.get(surface) ?? 0) === 0)
    .map(([surface, why]) =>
      say('PKT-04', 'unproven', `surface '${surface}' has no files: nothing was proved (${why})`, {
        fix: `correct surfaces.${surface}.include, or write required: false there`,
      }),
    );
}

function allowances(context: CheckContext): Observation[] {
  const { packet, evaluation } = context;
  return packet.allow.findings.flatMap((entry, index) => {
    const name = `allowance ${(entry.fingerprints?.[0] ?? entry.objects?.[0] ?? '').slice(0, 11)}… of ${quoted(entry.owner)}`;
    const gone = idle(name, { list: 'findings', index, expires: entry.expires, objects: entry.objects }, context);
    if (gone.length > 0) return gone;
    const ref = packet.governed.evidence.refs.find(({ id }) => id === entry.rotated);
    if (ref === undefined || evaluation.evidence(ref).state === 'present') return [];
    return [say('PKT-05', 'warn', `${name} says the value was rotated, but evidence ${quoted(ref.id)} is missing`)];
  });
}

function canaries(context: CheckContext): Observation[] {
  return context.packet.allow.canaries.flatMap(({ path, owner, expires }, index) =>
    idle(`canary entry for ${quoted(path)} of ${quoted(owner)}`, { list: 'canaries', index, expires }, context),
  );
}

function unread(context: CheckContext): Observation[] {
  return context.packet.allow.unread.flatMap(({ path, objects = [], owner, expires }, index) => {
    const what = path === undefined ? `object ${objects[0]?.slice(0, 12) ?? ''}…` : quoted(path);
    return idle(`unread part ${what} of ${quoted(owner)}`, { list: 'unread', index, expires, objects }, context);
  });
}

interface Entry {
  readonly list: AnsweredFor;
  readonly index: number;
  readonly expires: string | undefined;
  /** Objects of the history that it covers. */
  readonly objects?: readonly string[] | undefined;
}

/** Reports an entry that has expired, or that covered nothing in this run. */
function idle(
  name: string,
  { list, index, expires, objects = [] }: Entry,
  { today, used, commits, git }: CheckContext,
): Observation[] {
  const fix = `remove it from allow.${list}`;
  if (expires !== undefined && expires < today)
    return [
      say('PKT-05', 'warn', `${name} expired on ${expires}`, {
        fix: `${fix}, or renew it (rerun the command that wrote it)`,
      }),
    ];
  const knowsHistory = git === undefined || (commits.kind === 'audited' && commits.range === undefined);
  if (used[list].has(index) || (objects.length > 0 && !knowsHistory)) return [];
  const message = knowsHistory ? 'no longer covers anything' : 'covers nothing in what was scanned';
  const advice = knowsHistory ? fix : `${fix}, unless watertight audit needs it for the history`;
  return [say('PKT-05', 'warn', `${name} ${message}`, { fix: advice })];
}
