import type { AuditSummary, Finding, Location, Place } from '../types.ts';
import { count, plural, size } from './figures.ts';
import { shownPath, shownPlace, shownView } from './names.ts';
import { clipped, visible } from './sanitize.ts';

/** Digits of an object id that are shown; the JSON report has all. */
const SHORT = 12;
const NAME_LIMIT = 120;
/** Refs and further places of a value that are named; all are counted. */
const SHOWN_REFS = 3;
const SHOWN_PLACES = 5;

/** The first digits of an object id. */
function shortId(id: string): string {
  return visible(id.slice(0, SHORT));
}

/** A part in words, where it is none of a file's own text. */
const PART_WORDS: Readonly<Record<string, string>> = {
  message: 'message of commit',
  trailer: 'trailer of commit',
  author: 'author of commit',
  committer: 'committer of commit',
  header: 'header of',
  tag: 'message of tag',
  tagger: 'tagger of tag',
  note: 'note on commit',
  path: 'path name',
  ref: 'ref name',
};

/** The parts of a repository that have words of their own. */
export const PARTS: readonly string[] = Object.keys(PART_WORDS);

/** Where a text of the history stands, for people: `config/app.env:3:9` or `message of commit 1a2b3c4d5e6f:1:20`. */
export function historyPlace(location: Location): string {
  const words = PART_WORDS[location.part ?? ''];
  if (words === undefined) return shownPlace(location);
  if (location.part === 'note')
    return `${words} ${notedObject(location)}:${location.startLine}:${location.startColumn}`;
  if (location.object === undefined)
    return `${words}${location.commit ? ` in commit ${shortId(location.commit)}` : ''}`;
  return `${words} ${shortId(location.object)}:${location.startLine}:${location.startColumn}`;
}

/** The same with the commit that it came with, where that is known and the place does not name it. */
export function historyPlaceIn(location: Location): string {
  const place = historyPlace(location);
  const { part = '', commit } = location;
  const names = Object.hasOwn(PART_WORDS, part) && place.includes(' commit ');
  return commit === undefined || names ? place : `${place} in commit ${shortId(commit)}`;
}

/** The object that a note is on: the path in its tree is the id, cut by slashes where there are many notes (git-notes). */
function notedObject({ path }: Location): string {
  const id = /(?:^|\/)(?<id>(?:[0-9a-f]{2}\/){0,19}[0-9a-f]{2,64})$/.exec(path)?.groups?.['id']?.replaceAll('/', '');
  return id === undefined || id.length < 40 ? shownPath(path) : shortId(id);
}

/** Who brought a value in, when, and where it still is: one line each, without indentation. */
export function historyLines(place: Place): string[] {
  const { location, author, firstSeen, objects } = place;
  const made = location.commit === undefined ? 'created' : `added in commit ${shortId(location.commit)}`;
  const by = author === undefined ? [] : [`by ${clipped(visible(author), NAME_LIMIT)}`];
  const on = firstSeen === undefined ? [] : [`on ${firstSeen.slice(0, 10)}`];
  const versions = objects > 1 ? [`in ${plural(objects, 'version')} of the file`] : [];
  const facts = [...by, ...on, ...versions];
  const came = facts.length === 0 && location.commit === undefined ? [] : [[made, ...facts].join(' ')];
  return [...came, whereNow(place)];
}

/** Whether it still stands in HEAD, when it went, and which refs hold it. */
function whereNow({ location, inHead, lastSeen, refs, refCount }: Place): string {
  if (location.object === undefined && location.part !== 'path' && location.part !== 'ref')
    return "in the repository's own folder, in no commit";
  const now = inHead ? 'still in HEAD' : lastSeen === undefined ? 'not in HEAD' : `removed on ${lastSeen.slice(0, 10)}`;
  if (refCount === 0)
    return location.part === 'ref' ? now : `${now}; reachable from no ref (reflog, stash entry or dangling)`;
  const named = refs.slice(0, SHOWN_REFS).map((name) => clipped(visible(name), NAME_LIMIT));
  const more = refCount - named.length;
  return `${now}; reachable from ${named.join(', ')}${more > 0 ? ` and ${plural(more, 'more ref')}` : ''}`;
}

/** The places of a value behind the first. */
export function otherPlaces({ places = [] }: Finding): string[] {
  const others = places.slice(1);
  const lines = others.slice(0, SHOWN_PLACES).map((place) => {
    const { view } = place.location;
    return `also in ${historyPlace(place.location)}${view.length > 0 ? ` in ${shownView(view)}` : ''}${place.inHead ? ' (still in HEAD)' : ''}`;
  });
  const more = others.length - lines.length;
  return more > 0 ? [...lines, `and in ${plural(more, 'more place')}: --format json lists all`] : lines;
}

/** One sentence on a finding of the history, for reports that have a line for it; empty for a scan of files. */
export function historyText(finding: Finding): string {
  const first = finding.places?.[0];
  if (first === undefined) return '';
  const others = otherPlaces(finding);
  return ` ${[`Found in ${historyPlace(first.location)}`, ...historyLines(first), ...others].join('; ')}.`;
}

/** `27,959 blobs, 637.0 MB, 100 %`: what was read of the objects in scope. */
export function objectsRead(audit: AuditSummary): string {
  const { blobs, commits, tags, trees, blobBytes, read, known, missing, openEnded } = audit;
  const all = blobs + commits + tags + trees;
  const looked = read + known;
  // Rounded down: 100 % means all of them.
  const share = all + missing === 0 ? 100 : Math.floor((looked / (all + absent(audit))) * 1000) / 10;
  return `${plural(blobs, 'blob')}, ${size(blobBytes)}, ${share} %${openEnded ? ' of the objects here' : ''}`;
}

/** Objects that are named and not even listed. */
function absent({ blobs, commits, tags, trees, read, known, missing, left }: AuditSummary): number {
  return Math.max(0, missing - (blobs + commits + tags + trees - read - known - left));
}

/** What an audit read, line by line. */
export function objectLines(audit: AuditSummary): string[] {
  const { repositories, commits, tags, trees, read, known, missing, left } = audit;
  const other = `${plural(commits, 'commit')}, ${plural(tags, 'tag')}, ${plural(trees, 'tree')}`;
  const earlier =
    known === 0 ? '' : `; ${plural(known, 'object')} known from an earlier audit, ${count(read)} read now`;
  const several = repositories > 1 ? ` in ${plural(repositories, 'repository', 'repositories')}` : '';
  return [
    `${objectsRead(audit)}${several}`,
    `${other}${earlier}`,
    ...(missing === 0 ? [] : [`${plural(missing, 'object')} missing or damaged`]),
    ...(left === 0 ? [] : [`${plural(left, 'object')} not read: the audit was interrupted`]),
  ];
}
