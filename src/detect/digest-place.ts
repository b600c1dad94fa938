import type { RuleInfo, Span } from '../types.ts';

/** SHA-1, SHA-256, SHA-512 and the like in hexadecimal; not MD5, because keys of 32 digits are common. */
const DIGEST = /^(?:[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const LONGEST = 128;
const COMMIT_LENGTH = 40;
const [LINE_END, CARRIAGE_RETURN] = [10, 13];
const TOLD_BY_NAME: ReadonlySet<RuleInfo['confidence']> = new Set(['context', 'entropy']);

/** Characters before a value on its line that are examined. */
const MOST_BEFORE = 200;
const MOST_BEHIND = 80;
/** Maximum distance of a title above the value: lists of packages have hundreds of lines. */
const MOST_ABOVE = 24_000;

/** A file or an address that names its digest: `app.jar: …`, `SHA256 (app.tgz) = …`, `"https://…": "…"`. */
const OF_FILE =
  /(?:\.(?:jar|war|aar|pom|t?gz|tar|zip|7z|xz|bz2|zst|whl|egg|gem|crate|nupkg|deb|rpm|apk|dmg|pkg|msi|exe|iso|img|bin|so|dll|bazel|json|[cm]?js|css|map|html?|py|rb|go|rs|class|txt|md|png|svg|woff2?)["'`)\]]{0,2}|["'`]https?:\/\/[^\s"'`]{1,160}["'`])[ \t]{0,4}(?::|=>?|->)[ \t]{0,4}["'`]?$/i;
/** Names of digests and commits: `"rev": "…"`, `checked out '…'`, `{:hex, :package, "1.0.0", "…"`. */
const CALLED =
  /(?:(?:^|[^A-Za-z])(?:rev|revision|reference|commit|sha-?\d{0,3}(?:sum)?|md5(?:sum)?|oid|checksum|digest|nar_?hash|integrity)["'\])]{0,2}[ \t]{0,4}(?::|=>?)[ \t]{0,4}["'`]?|\b(?:checked out(?: at)?|commit|revision|picked from(?: commit)?|reverts(?: commit)?) ["'`(]?|\{:(?:hex|git), ?:\w{1,60}, ?"[\w.+-]{1,40}", ?")$/i;
/** An entry of a change log with its commit in brackets at the end: two or more words, and the bracket. */
const ENTRY = /^[ \t]{0,12}(?:[-*+•]|\d{1,3}[.)])[ \t]{1,4}\S+[ \t]+\S+[ \t][^=\n]*[ \t]\[?\($/;
const END_OF_ENTRY = /^\)\]?[.;,]?[ \t]*(?:\r?\n|$)/;
/** The title of a list of digests, alone or at the end of a name. */
const TITLE =
  /(?:check[-_ ]?sums?|digests?|hashes|sha-?\d{0,3}(?:[-_ ]?sums?)?|md5(?:[-_ ]?sums?)?|integrity)["'\])]?[ \t]*[:={[]*[ \t]*$/i;

/** The value's own name, if it is a word for a credential and not a package: it takes precedence over any title. */
const OWN_NAME = /(?:^|[\s"'])(?:[a-z]+[_-])?(?:key|token|secret|password|salt)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?$/;

/** In words, what {@link isDigestInPlace} recognises. */
export const DIGEST_SAYS = 'a digest or a commit, judging by context';

/**
 * Whether a value that is a credential only by its name is a file's digest or a commit id: hexadecimal, and after a file name, in an entry
 * of a change log or in a list whose title says so. Packages and files may be named after any provider and any credential.
 *
 * @param bytes the whole text, or the piece of it in memory
 */
export function isDigestInPlace(
  rule: Pick<RuleInfo, 'class' | 'confidence'>,
  bytes: Buffer,
  { start, end }: Span,
): boolean {
  if (rule.class !== 'secret' || !TOLD_BY_NAME.has(rule.confidence)) return false;
  if (!DIGEST.test(bytes.toString('latin1', start, Math.min(end, start + LONGEST + 1)))) return false;
  const lineStart = bytes.lastIndexOf(LINE_END, start - 1) + 1;
  const before = bytes.toString('latin1', Math.max(lineStart, start - MOST_BEFORE), start);
  if (OF_FILE.test(before) || CALLED.test(before)) return true;
  if (end - start === COMMIT_LENGTH && ENTRY.test(before)) {
    if (END_OF_ENTRY.test(bytes.toString('latin1', end, end + MOST_BEHIND))) return true;
  }
  return !OWN_NAME.test(before) && TITLE.test(titleAbove(bytes, lineStart));
}

/** The next line above that is indented less than the one at `lineStart`; empty if none is in reach. */
function titleAbove(bytes: Buffer, lineStart: number): string {
  const indent = indentAt(bytes, lineStart);
  if (indent === 0) return '';
  const first = Math.max(0, lineStart - MOST_ABOVE);
  for (let end = lineStart - 1; end > first;) {
    const begin = bytes.lastIndexOf(LINE_END, end - 1) + 1;
    const isLine = begin < end && bytes[begin] !== CARRIAGE_RETURN;
    if (isLine && indentAt(bytes, begin) < indent)
      return bytes.toString('latin1', begin, Math.min(end, begin + MOST_BEFORE)).trimEnd();
    end = begin - 1;
  }
  return '';
}

function indentAt(bytes: Buffer, at: number): number {
  let indent = 0;
  while (bytes[at + indent] === 32 || bytes[at + indent] === 9) indent++;
  return indent;
}
