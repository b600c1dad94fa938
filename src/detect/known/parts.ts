import { pemParts } from './pem-parts.ts';

/** Maximum nesting of texts that are parsed, e.g. a key in a JSON document in a JSON string. */
const DEEPEST = 4;
/** Keys in connection strings whose value is the secret. */
const SECRET_FIELD =
  /(?:^|[;\s?&])(?:password|passwd|pwd|pass|secret|token|(?:account|shared[-_ ]?access|access|api|secret|private)[-_ ]?key|sharedaccesssignature|client[-_]?secret|access[-_]?token|sig(?:nature)?|sslpassword)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^;\s&]+))/gi;
/** Keys of JSON documents whose value is public, although it is next to a secret. */
const PUBLIC_KEY =
  /(?:^|_)(?:ur[il]|e?mail|type|id|host|hostname|user|username|region|zone|domain|project|version|port|database|dbname|name|algorithm|kty|alg|use|crv|issuer|audience|endpoint|scopes?)$/i;

/**
 * The secret parts of a declared value: the password of an address or a connection string, the text leaves of a JSON document, the private
 * lines of a private key, the signature of a JSON Web Token, the lines of anything else. Empty if it has none.
 */
export function partsOf(value: string): readonly string[] {
  return [...new Set(split(value.replace(/^[\r\n]+|[\r\n]+$/g, ''), 0))];
}

function split(text: string, depth: number): readonly string[] {
  if (depth > DEEPEST) return [text];
  if (text.includes('-----BEGIN ')) return pemParts(text.replaceAll('\\n', '\n'));
  const leaves = jsonLeaves(text);
  if (leaves !== undefined) return leaves.flatMap((leaf) => split(leaf, depth + 1));
  if (/[\r\n]/.test(text)) return text.split(/[\r\n]+/).flatMap((line) => split(lineValue(line), depth + 1));
  const token = /^eyJ[\w-]+\.[\w-]+\.([\w-]{8,})$/.exec(text)?.[1];
  if (token !== undefined) return [token];
  return addressParts(text) ?? fieldParts(text) ?? pairParts(text);
}

/** String leaves of a JSON object or array; undefined for any other text. */
function jsonLeaves(text: string): readonly string[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const leaves: string[] = [];
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'string' && !PUBLIC_KEY.test(key)) leaves.push(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) collect(member, Array.isArray(value) ? key : name);
  };
  collect(document, '');
  return leaves;
}

/** The text after `NAME=` in a line of an environment file; otherwise the line. */
function lineValue(line: string): string {
  const value = /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*(.*?)\s*$/.exec(line)?.[1] ?? line.trim();
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}

/** The password of an address, or its user if there is only one; without user information, the parts that look random. */
function addressParts(text: string): readonly string[] | undefined {
  const [, authority, rest = ''] = /^[a-z][\w+.-]*:\/\/([^/?#\s]*)(\S*)$/i.exec(text) ?? [];
  if (authority === undefined) return undefined;
  const at = authority.lastIndexOf('@');
  // A slash in a password ends what a parser takes for the authority.
  const late = at < 0 ? /^[a-z][\w+.-]*:\/\/[^:@/\s]+:(\S+)@/i.exec(text)?.[1] : undefined;
  const user = authority.slice(0, Math.max(0, at));
  const password = late ?? (user.includes(':') ? user.slice(user.indexOf(':') + 1) : user);
  const query = fieldParts(rest) ?? [];
  const written = [password, ...query, ...(at < 0 && late === undefined ? randomParts(rest) : [])];
  return written.filter((part) => part !== '').flatMap((part) => [part, decoded(part)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Path segments and query values that are longer than any word: webhooks have their secret there. */
function randomParts(text: string): readonly string[] {
  return text.split(/[/?&#=]/).filter((part) => part.length >= 16 && /\d/.test(part) && /[A-Za-z]/.test(part));
}

/** The secret fields of `Server=…;Password=…` and `host=… password=…`; undefined if the text has another form. */
function fieldParts(text: string): readonly string[] | undefined {
  if ((text.match(/[\w ]=/g) ?? []).length === 0) return undefined;
  const found = [...text.matchAll(SECRET_FIELD)].map(([, single, double, plain]) => single ?? double ?? plain ?? '');
  return found.length === 0 ? undefined : found;
}

/** `user:password` as a whole and its password; anything else unchanged. */
function pairParts(text: string): readonly string[] {
  const password = /^(?:[A-Za-z][\w.@-]{1,63}|\d{6,12}):([^\s:/][^\s]{7,})$/.exec(text)?.[1];
  return password === undefined ? [text] : [text, password];
}
