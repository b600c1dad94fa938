import { isChosen } from '../chosen.ts';
import { COMMON_WORDS } from '../data/common-words.ts';
import { isGenerated } from '../generated.ts';
import { isMixed } from '../wordlike.ts';
import type { Located } from './syntax.ts';

/** Names of a login, whose value may be a user and a password. */
const LOGIN = /(?:auth|creds?|credentials?|login|userpwd|user[-_]?pass(?:word|wd)?)$/i;
const USER = /^[A-Za-z][\w.@+-]{1,39}:(?=[^\s/:])/;
/** In letters and digits that do not read as words. */
const LEAST_RANDOM = 8;

/** Before a colon, words from programs are schemes and members, unless they are common account names. */
function isNoUser(word: string): boolean {
  return (
    COMMON_WORDS.has(word) && !/^(?:admin|administrator|root|user|guest|service|system|manager|operator)$/.test(word)
  );
}

/** `STATS_AUTH=admin:…`, `credentials: "app:…"`: the password after the user, only if it is clearly one that was made up. */
export function behindColon(text: string, value: Located, name: string): Located | undefined {
  if (!LOGIN.test(name) || !/^(?:[:=]|=>|)$/.test(value.operator)) return undefined;
  const written = text.slice(value.start, value.end);
  const user = USER.exec(written)?.[0];
  if (user === undefined || isNoUser(user.slice(0, -1).toLowerCase())) return undefined;
  const password = written.slice(user.length);
  if (!isChosen(password) && !isMixed(password, LEAST_RANDOM) && !isGenerated(password)) return undefined;
  return { ...value, start: value.start + user.length, isPassword: true };
}

/** Types of entries in CMake's cache. */
const TYPE = /^(?:STRING|UNINITIALIZED|INTERNAL|STATIC|PATH|FILEPATH|BOOL)=(?=\S)/;
const MOST_TYPE = 16;

/** `DB_PASSWORD:STRING=…`, in CMake's cache and on its command line: the value follows the type. */
export function behindType(text: string, value: Located): Located {
  if (value.operator !== ':' || value.quote !== '') return value;
  const type = TYPE.exec(text.slice(value.start, value.start + MOST_TYPE))?.[0];
  const start = value.start + (type?.length ?? 0);
  return type === undefined || start >= value.end ? value : { ...value, operator: '=', start };
}
