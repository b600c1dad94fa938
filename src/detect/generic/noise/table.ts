import { UUID } from '../../uuid.ts';
import { wordsOf, nameKind } from '../name.ts';
import type { Kind, Place } from '../place.ts';

/** `"AWS::SecretsManager::Secret": "…"`: a type's name as a key. No quote follows a member in C++ (`Server::password = "…"`). */
function isTypeKey({ before, between }: Place): boolean {
  return before.endsWith('::') && /^["']\s{0,4}:/.test(between);
}

const HEX = /^(?:[0-9a-f]{8,128}|[0-9A-F]{8,128})$/;
/** A member of an object, or of a TOML or Python table, with a hexadecimal value. */
const HEX_MEMBER =
  /(?:^|[\s{,])["']?(?<name>[^\s"'=:,{}](?:[^\n"'=,{}]{0,100}[^\s"'=:,{}])?)["']?\s{0,4}[:=]\s{0,4}["']?(?<value>[0-9a-fA-F]{8,128})(?![0-9A-Za-z])/g;
const LEAST_ROWS = 3;

/** Number of table rows nearby whose names indicate neither credentials nor ids, with hexadecimal values of the same length. */
function rowsLike(value: string, around: readonly string[]): number {
  const names = new Set<string>();
  for (const side of around) {
    for (const { groups } of side.matchAll(HEX_MEMBER)) {
      const { name = '', value: other = '' } = groups ?? {};
      if (other.length === value.length && HEX.test(other) && isOrdinary(name)) names.add(name);
    }
  }
  return names.size;
}

/** Accounts, applications and tenants have ids, which are stored next to the secret used with them. */
function isOrdinary(name: string): boolean {
  return (
    nameKind(name) === 'none' &&
    !/^(?:ids?|uuid|guid|(?:client|user|app|account|device|tenant|key)id|user|account|zone|tenant|app|client|login)$/.test(
      wordsOf(name).at(-1) ?? '',
    )
  );
}

/** `"token.py": "9f3a…"` among more such rows: a table of digests, with a name that looks like a credential's by chance. */
function isRowOfDigests({ named: { kind }, value, before, after }: Place): boolean {
  return kind !== 'password' && /\d/.test(value) && HEX.test(value) && rowsLike(value, [before, after]) >= LEAST_ROWS;
}

/** A UUID, optionally after a word and before a number: `fleet-180da986-…-0`. */
const ID_OF_REQUEST = new RegExp(String.raw`^(?:[a-z]{2,12}-)?${UUID}(?:-\d{1,3})?$`, 'i');
/** Idempotency tokens, and tokens that tell whether something was changed concurrently. */
const REQUEST_TOKEN =
  /(?:client|request|idempotency|idempotence|update|lifecycle[-_]?action|creator|caller)[-_]?token$/i;

/** Letters followed by milliseconds since 1970. */
const TIMED = /^[A-Za-z]{1,6}1[3-9]\d{11}$/;

/** `--client-token 1b9d…`, `"LifecycleActionToken": "…"`, `"ClientToken": "xbRtq1506…"`: the id of a request. */
function isRequestId({ named: { name }, value }: Place): boolean {
  return (ID_OF_REQUEST.test(value) || TIMED.test(value)) && REQUEST_TOKEN.test(name);
}

/** Path segments with an extension or a date: `AWSLogs/…/2020/06/21/`, `reports/2f1c….csv.metadata`. */
const OBJECT_PATH = /^[\w.=@+-]+(?:\/[\w.=@+:-]+)*\/(?:[\w=@+:-]+(?:\.[A-Za-z]\w{1,9}){1,3}$|(?:19|20)\d\d\/\d\d\/)/;

/** `S3Key: functions/…`, `objectKey: "asset.….zip"`, `"key": "logs/….json"`: the key of a stored object, by its form as a path. */
function isObjectKey({ named: { name, kind }, value }: Place): boolean {
  if (kind !== 'key') return false;
  if (/^key$/i.test(name) && OBJECT_PATH.test(value)) return true;
  return /[./]/.test(value) && /S3(?:Object)?Key$|[Oo]bject[-_]?[Kk]ey$/.test(name);
}

/** Members of a tool's report, next to its key: SonarQube, Coverity, Infer, SARIF extensions. */
const OF_REPORT =
  /["'](?:rule(?:_?id|key)?|severity|component|checker(?:_?name)?|bug_?type(?:_hum)?|qualifier|debt|issues?|violations?|vulnerability\w{4,20}|security_?category|type_string|occurrence\w{4,40})["']\s{0,3}:/i;

/** A digest (Coverity, Infer), a UUID or SonarQube's time and number; the findings of a secret scanner may have any other form. */
const REPORT_KEY = /^[0-9a-fA-F-]{16,64}$|^A[\w-]{19}$/;

/** `{"key": "AXgm6Z…", "rule": …, "severity": …}`: the identifier of a finding in a report. */
function isKeyOfReport({ named: { name, closed, quote }, value, before, after }: Place): boolean {
  if (/(?:hotspot|issue)Keys$/.test(name) && /^A[\w-]{19}$/.test(value)) return true;
  if (!/^key$/i.test(name) || !closed || quote === '' || !REPORT_KEY.test(value)) return false;
  return OF_REPORT.test(after) || OF_REPORT.test(before);
}

/** `"checksum": "…", "secret": "…"`: a member with a digest, before the place or after it. */
const DIGEST_MEMBER =
  /["'\s{,](?:[a-z\d]+[-_])*(?:hash|digest|check_?sum|sha-?(?:1|256|512)|md5|etag|finger_?print)["']?\s{0,3}[:=]\s{0,3}["']?(?<value>[0-9a-fA-F]{16,128})(?![0-9A-Za-z])/gi;

/** `"node_key": "7d8c…", "hash": "191e…"`: one of two equally long digests, if the other is called one, or one that is repeated. */
function isBesideDigest({ named: { kind }, value, before, after }: Place): boolean {
  if (kind === 'password' || !HEX.test(value)) return false;
  return [before, after].some((side) =>
    [...side.matchAll(DIGEST_MEMBER)].some(({ groups: { value: other = '' } = {} }) =>
      kind === 'key' ? other.length === value.length : other === value,
    ),
  );
}

/** `checksum/secret: 3f8a…`: a digest that Helm charts use to restart programs after a change. */
function isChecksumOf({ value, before }: Place): boolean {
  return (
    HEX.test(value) &&
    value.length >= 32 &&
    /(?:^|[^a-z])(?:checksum|sha\d{0,3}|digest|hash)\/(?:[\w.]{1,40}-)*$/i.test(before)
  );
}

/** Lengths of SHA-1, SHA-256, SHA-384 and SHA-512 in hexadecimal. */
const STORED = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
/** A table value with the title of its column, as the column view writes it: followed by an empty line. */
const CELL = /^(?<name>[^\n"'=]{1,40}) = "?(?<value>[^\n"]{0,200})"?$/;
/** Salts are stored next to the digest of a password, in hexadecimal or base64. */
const SALT = /^(?:[0-9a-f]{8,64}|[0-9a-zA-Z+/]{11,43}={0,2})$/;
const SALT_OR_DIGEST = /^[0-9a-zA-Z+/]+={0,2}$/;

/**
 * One of several passwords in a column that are all digests of one length, or one of several salts of one length: what a user table stores
 * in place of passwords.
 */
function isOfStoredColumn({ named: { name, kind }, value, before, after }: Place): boolean {
  const isStored = (kind === 'password' && STORED.test(value)) || (/salt$/i.test(name) && SALT.test(value));
  if (!isStored) return false;
  const cells = before.split('\n\n');
  const title = (cells.pop() ?? '') + name;
  return [cells.toReversed(), after.replace(/^"/, '').split('\n\n').slice(1)].some((side) =>
    hasCellLike(side, title, value.length),
  );
}

/** Whether one of the directly consecutive cells has the title and a value of the same length. */
function hasCellLike(cells: readonly string[], title: string, length: number): boolean {
  for (const cell of cells) {
    const { name, value = '' } = CELL.exec(cell)?.groups ?? {};
    if (name === undefined) return false;
    if (name === title && value.length === length && SALT_OR_DIGEST.test(value)) return true;
  }
  return false;
}

/** `DROP FOREIGN KEY FK_C9F0…`, `('oauth2_tokens', 'IDX_368a…')`: an index or a constraint with Doctrine's digest of its columns. */
function isConstraint({ value }: Place): boolean {
  return /^(?:FK|IDX|UNIQ|PK|UK|CK|UQ)_[0-9A-F]{6,40};?$/i.test(value);
}

/** `"allowed_credentials": ["rwOw…"]`: ids of credentials that a user may sign in with (WebAuthn). */
function isCredentialList({ named: { name }, value }: Place): boolean {
  return /(?:^|[._])(?:allow(?:ed)?|exclude(?:d)?)_?credentials?$/i.test(name) && /^[\w+/-]{16,}={0,2}$/.test(value);
}

/** `TOKEN = credentials('…')` in a pipeline: the id of a credential stored by Jenkins. */
const STORED_BY_JENKINS = /^\s{0,20}=\s{0,4}credentials\(["']$/;

/**
 * `using credential 6cf44517-d641-…`: the id of a credential stored on a server, possibly without its last digits; `--apiKey 7XK…`: the id
 * of a key from Apple.
 */
function isIdOfCredential({ named: { name, syntax }, value, between, after }: Place): boolean {
  if (STORED_BY_JENKINS.test(between) && /^["']\)/.test(after)) return true;
  if (syntax === 'flag' && name.endsWith('-apiKey')) return /^(?=.*\d)[A-Z0-9]{10}$/.test(value);
  return (
    /^credentials?$/i.test(name) && syntax !== 'flag' && /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{8,16}$/i.test(value)
  );
}

/** `auth0|6459…`, `google-oauth2|1155…`: a user's id at an identity provider. */
function isUserOfProvider({ named: { name, operator }, value, between }: Place): boolean {
  return (
    (operator.includes('|') || /^["']?\|/.test(between)) &&
    /^auth0$/i.test(name) &&
    /^(?:[0-9a-f]{24}|\d{6,24})$/.test(value)
  );
}

/** The previous entry of the same table: two capitals, and a text. */
const CODE_BEFORE = /["'][A-Z]{2}["']\s{0,4}(?:=>|:)\s{0,4}["'][^"'\r\n]{1,60}["'],\s{0,40}["']$/;

/** The same with a language code; `db_PW` alone has that form as well. */
const LOCALE_BEFORE = /["'][a-z]{2,3}_[A-Z]{2}["']\s{0,4}(?:=>|:)\s{0,4}["'][^"'\r\n]{1,60}["'],\s{0,40}["']$/;

/** `"PT"=>"Lisbon", "PW"=>"Melekeok"`, `'en_PW' => 'English (Palau)'`: the value for a country or language code. */
function isOfCode({ named: { name, quote }, before }: Place): boolean {
  if (quote === '') return false;
  if (/^[a-z]{2,3}_[A-Z]{2}$/.test(name)) return LOCALE_BEFORE.test(before);
  return /^[A-Z]{2}$/.test(name) && CODE_BEFORE.test(before);
}

const WORDS_BEFORE = /(?:[a-z0-9]{2,16},){8}[a-z0-9]*$/i;
const WORDS_BEHIND = /^,(?:[a-z0-9]{2,16},){8}/i;

/** Lines of one word each, before and after; a line that ends in a sign may be the name for the next. */
const LINES_BEFORE = /(?:\n\S{2,16}(?<![:=])){6}\r?\n\S{0,12}$/;
const LINES_BEHIND = /^\S{0,4}(?:\r?\n\S{2,16}(?<![:=])(?=\r?\n)){6}/;
/** Longer ones are not words that people choose. */
const LONGEST_LISTED = 16;

/** `…,chicken1,cheater,passpass,oral,r2d2c3po,civic,…`, or the same as lines of one word each: one word of a word list. */
function isOneOfWords({ named: { quote }, value, before, between, after }: Place): boolean {
  if (quote !== '') return false;
  if (between.startsWith(',')) return WORDS_BEFORE.test(before) && WORDS_BEHIND.test(after);
  if (value.length > LONGEST_LISTED || !/^\S{0,12}\r?\n$/.test(between)) return false;
  return LINES_BEFORE.test(before) && LINES_BEHIND.test(after);
}

/** One check for each kind of table row that contains no credential, and for identifiers with a credential's name. */
export const TABLE_KINDS: readonly Kind[] = [
  ['the name of a type as a key', isTypeKey],
  ['a row of a table of digests', isRowOfDigests],
  ['the id of a request', isRequestId],
  ['an object key', isObjectKey],
  ['the key of a reported finding', isKeyOfReport],
  ['one of two digests', isBesideDigest],
  ['the digest of the named item', isChecksumOf],
  ['one of a column of stored digests', isOfStoredColumn],
  ['the id of a stored credential', isIdOfCredential],
  ['the name of an index or a constraint', isConstraint],
  ['something with a code', isOfCode],
  ['one of many words', isOneOfWords],
  ['ids of credentials', isCredentialList],
  ['a user of an identity provider', isUserOfProvider],
];
