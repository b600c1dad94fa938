import type { TextMatch } from '../engine/engine.ts';
import { MANIFEST_FACTS } from './manifest-begin.ts';
import { isSampleOfKey } from './sample-key.ts';

const { lookBehind: BEFORE, maxLength: REACH } = MANIFEST_FACTS;

/** A member of `data`: its value and position. */
interface Member {
  readonly value: string;
  readonly start: number;
}

/** Certificates, password hashes, identity, location and configuration of a service: nothing that gives access. */
const HARMLESS =
  /^(?:(?:tls\.|ca\.)?(?:crt|ca)|(?:[A-Za-z0-9]{1,20}[_.-]){0,4}[A-Za-z0-9]{0,20}?(?:name|type|provider|url|server|address|project|user|user_?name|login|host(?:name)?|client[_-]?id|port|database|dbname|region|zone|bucket|method|path|scopes?|issuer|domain|role|algorithm|namespace|email|hash|env(?:ironment)?|mode|debug|level|driver|locale|time_?zone|tz|version|stage|enabled|protocol)(?:_in)?)$/i;
const KIND = /(?<![\w.-])kind: ["']?Secret["']?[ \t]{0,4}\r?\n(?:(?!---|[ \t-]{0,8}kind:)[^\n]{0,400}\n){0,24}$/;
const KIND_BEHIND =
  /^(?:(?!---|[ \t-]{0,8}data:)[^\n]{0,160}\n){0,12}?[ \t]{0,8}kind: ["']?Secret["']?[ \t]{0,4}(?:\r?\n|$)/;
const LINE = /(?<pad>[ \t]*)(?<rest>[^\n]*)(?:\n|$)/y;
const MEMBER =
  /^["']?(?<name>[\w.-]{1,80})["']?:[ \t]{1,8}(?<block>[|>][-+\d]{0,2}[ \t]{0,4}$)?["']?(?<value>[^\s"'`]*)["']?[ \t]{0,4}(?:#.*)?$/;

/** The rest of the line after the keyword: empty if members follow below. */
const OPENS = /^[ \t]{0,4}\r?\n/;

/** A line below `data:` without its indentation. */
interface Line {
  readonly pad: number;
  readonly text: string;
  readonly start: number;
}

/** The lines indented below a `data:` that ends at `from`, and where they end. */
function linesBelow(text: string, from: number): { readonly lines: readonly Line[]; readonly end: number } {
  const lines: Line[] = [];
  const stop = Math.min(text.length, from + REACH);
  let at = from;
  while (at < stop) {
    LINE.lastIndex = at;
    const { pad = '', rest = '' } = LINE.exec(text)?.groups ?? {};
    const line = rest.trimEnd();
    if (line !== '' && pad.length < Math.max(1, lines[0]?.pad ?? 0)) break;
    if (line !== '') lines.push({ pad: pad.length, text: line, start: at + pad.length });
    at = Math.max(at + 1, LINE.lastIndex);
  }
  return { lines, end: Math.min(at, stop) };
}

function membersOf(lines: readonly Line[]): readonly Member[] {
  const own = lines[0]?.pad ?? 0;
  return lines.flatMap((line, index) => {
    const { name, block, value = '' } = (line.pad === own && MEMBER.exec(line.text)?.groups) || {};
    if (name === undefined || HARMLESS.test(name)) return [];
    if (block !== undefined) return blockOf(lines, index, own);
    const start = line.start + line.text.indexOf(value, line.text.indexOf(':') + 1);
    return value === '' || isSampleOfKey(name, value) ? [] : [{ value, start }];
  });
}

/** The value of a block with one line; with more lines it is a text, or a wrapped value. */
function blockOf(lines: readonly Line[], index: number, own: number): readonly Member[] {
  const [value, next] = [lines[index + 1], lines[index + 2]];
  if (value === undefined || value.pad === own || (next !== undefined && next.pad > own)) return [];
  return [{ value: value.text, start: value.start }];
}

const JSON_MEMBER =
  /\s{0,40}\\{0,3}"(?<name>[\w.-]{1,80})\\{0,3}":\s?\\{0,3}"(?:(?<value>[^"\\\s]{0,4000})|(?:[^"\\]|\\{1,7}[nrt/]){0,4000})\\{0,3}"\s{0,40}(?:,|(?<last>\}))/y;
const JSON_KIND = /\\{0,3}"kind\\{0,3}":\s?\\{0,3}"Secret\\{0,3}"/;
const JSON_KIND_BEHIND = new RegExp(String.raw`^,\s{0,40}${JSON_KIND.source}`);

/** The members of the object that begins at `from`, and where it ends; undefined if any member is not a text. */
function membersOfObject(
  text: string,
  from: number,
): { readonly members: readonly Member[]; readonly end: number } | undefined {
  const members: Member[] = [];
  const stop = from + REACH;
  for (JSON_MEMBER.lastIndex = from; JSON_MEMBER.lastIndex < stop;) {
    const at = JSON_MEMBER.lastIndex;
    const { name = '', value = '', last } = JSON_MEMBER.exec(text)?.groups ?? {};
    if (name === '') return undefined;
    const start = text.indexOf(value, text.indexOf(':', at + name.length));
    if (value !== '' && !HARMLESS.test(name) && !isSampleOfKey(name, value)) members.push({ value, start });
    if (last !== undefined) return { members, end: JSON_MEMBER.lastIndex };
  }
  return undefined;
}

/**
 * Whether the object with members from `start` to `end` declares itself a Secret: `kubectl` and `oc` do so after the data, others before.
 */
function isSecretObject(text: string, start: number, end: number): boolean {
  if (JSON_KIND_BEHIND.test(text.slice(end, end + 100))) return true;
  const before = text.slice(Math.max(0, start - BEFORE), start);
  const kind = JSON_KIND.exec(before);
  return kind !== null && isInOneObject(before.slice(before.lastIndexOf(kind[0]) + kind[0].length));
}

/** Whether a text opens as many objects as it closes, and closes none that was opened before it. */
function isInOneObject(text: string): boolean {
  let depth = 0;
  for (const [brace] of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const ENCODED = /^(?:[0-9A-Za-z+/]{4}){1,150}(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?$/;
const PLAIN = /^[^\s"'`]{4,200}$/;

function matchOf(at: number, members: readonly Member[], form: RegExp): TextMatch | undefined {
  const [first, ...also] = members
    .filter(({ value }) => form.test(value))
    .map(({ value, start }) => {
      const end = start + value.length;
      return { start: at, end, secretStart: start, secretEnd: end, groups: {} };
    });
  return first && (also.length === 0 ? first : { ...first, also });
}

/** Whether the manifest of the `data:` at `at` declares itself a Secret before it. */
function isSecretBefore(text: string, at: number): boolean {
  return KIND.test(text.slice(Math.max(0, at - BEFORE), at).replace(/[ \t]+$/, ''));
}

const DATA = 'data:'.length;
const STRINGS = 'stringData:'.length;

/** Values of a Kubernetes Secret below the `data:` at `at`, with the kind before it. */
export function matchSecretData(text: string, at: number): TextMatch | undefined {
  if (!OPENS.test(text.slice(at + DATA, at + DATA + 7)) || !isSecretBefore(text, at)) return undefined;
  return matchOf(at, membersOf(linesBelow(text, text.indexOf('\n', at) + 1).lines), ENCODED);
}

/** The same with the kind after it. */
export function matchSecretDataFirst(text: string, at: number): TextMatch | undefined {
  if (/[\w.-]/.test(text.charAt(at - 1)) || !OPENS.test(text.slice(at + DATA, at + DATA + 7))) return undefined;
  const { lines, end } = linesBelow(text, text.indexOf('\n', at) + 1);
  if (lines.length === 0 || !KIND_BEHIND.test(text.slice(end, end + BEFORE))) return undefined;
  return isSecretBefore(text, at) ? undefined : matchOf(at, membersOf(lines), ENCODED);
}

/** Values of a Kubernetes Secret in JSON, in the `data` whose keyword begins at `at`. */
export function matchSecretJson(text: string, at: number): TextMatch | undefined {
  if (text.slice(Math.max(0, at - 6), at).toLowerCase() === 'string') return undefined;
  return matchObject(text, at, DATA_OBJECT, ENCODED);
}

/** Plain values of a Kubernetes Secret in JSON, in the `stringData` at `at`: also in the last-applied annotation of `kubectl apply`. */
export function matchSecretJsonStrings(text: string, at: number): TextMatch | undefined {
  return matchObject(text, at, STRINGS_OBJECT, PLAIN);
}

const DATA_OBJECT = /^data\\{0,3}":[ ]?\{/;
const STRINGS_OBJECT = /^stringData\\{0,3}":[ ]?\{/;

function matchObject(text: string, at: number, opening: RegExp, form: RegExp): TextMatch | undefined {
  const open = opening.exec(text.slice(at, at + 20));
  const object = open === null ? undefined : membersOfObject(text, at + open[0].length);
  if (object === undefined || object.members.length === 0 || !isSecretObject(text, at, object.end)) return undefined;
  return matchOf(at, object.members, form);
}

/** Plain values of a Kubernetes Secret below the `stringData:` at `at`. */
export function matchSecretStrings(text: string, at: number): TextMatch | undefined {
  if (!OPENS.test(text.slice(at + STRINGS, at + STRINGS + 7)) || !isSecretBefore(text, at)) return undefined;
  return matchOf(at, membersOf(linesBelow(text, text.indexOf('\n', at) + 1).lines), PLAIN);
}
