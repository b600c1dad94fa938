import { isAbsolute } from 'node:path';
import { ScanError } from './errors.ts';
import { isRecord } from './json-fields.ts';

type Kind = 'text' | 'texts' | 'folder' | 'env' | 'packet' | 'list' | 'signal' | 'result' | 'reportOptions';

/** Kinds of arguments: their names, and how to recognise them. */
const KINDS: Readonly<Record<Kind, readonly [words: string, is: (value: unknown) => boolean]>> = {
  text: ['a text', isText],
  texts: ['a list of texts', (value) => Array.isArray(value) && value.every(isText)],
  folder: ['an absolute path, such as process.cwd()', (value) => isText(value) && isAbsolute(value)],
  env: ['an object, such as process.env, or {}', isRecord],
  packet: [
    'a packet, as loadPacket() and discoverPacket() give it',
    (value) => isRecord(value) && 'forbid' in value && 'governed' in value,
  ],
  list: ['a list', Array.isArray],
  result: [
    'a result, as scan() gives it',
    (value) => isRecord(value) && isRecord(value['summary']) && Array.isArray(value['findings']),
  ],
  reportOptions: ['an object with startedAt, finishedAt and targets', isRecord],
  signal: ['an AbortSignal', (value) => value instanceof AbortSignal],
};

/** Names of values with their kinds; `?` marks optional ones. */
export type Kinds = Readonly<Record<string, Kind | `${Kind}?`>>;

/**
 * Reports in words what an untyped caller left out or passed with the wrong type, before anything fails on it.
 *
 * @param what the action, for the message: `check`, `load the packet`
 * @throws {ScanError} `usage`
 */
export function assertKinds(what: string, values: unknown, kinds: Kinds): void {
  const given = isRecord(values) ? values : {};
  for (const [name, kind] of Object.entries(kinds)) {
    const [words, is] = KINDS[kind.replace('?', '') as Kind];
    const value = given[name];
    if (value === undefined ? kind.endsWith('?') : is(value)) continue;
    throw new ScanError('usage', `Cannot ${what}: '${name}' must be ${words}`);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
