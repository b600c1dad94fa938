import type { Kind, Place } from '../place.ts';

const SOURCE = /(?:^|\n)[ \t#]{0,8}(?:group|shadow|hosts|netgroup|services|networks|protocols):[ \t]/;

/** The names of sources after `passwd:` and above those of `group:`: where a system looks up names (nsswitch.conf). */
function isSourceOfNames({ named: { name, quote, operator }, value, before, after }: Place): boolean {
  return (
    name === 'passwd' &&
    quote === '' &&
    operator === ':' &&
    /^[a-z_]+$/.test(value) &&
    (SOURCE.test(before) || SOURCE.test(after))
  );
}

/** Password storage of directories: by the name of the hash (RFC 2307, 5.3), or as another system's hash. */
const OF_DIRECTORY =
  /^\{(?:s?sha\d{0,3}|ssha\d{3}|s?md5|crypt|argon2\w*|pbkdf2[\w-]*|bcrypt)\}[$./\w]|^(?:ipaNTHash|sambaNTPassword)[:] [0-9A-Za-z+/]{16,}/i;

/** `{sha}W6ph…=`, `{ARGON2}$argon2id$…`, `sambaNTPassword: 8846…`. */
function isOfDirectory({ named: { name }, value }: Place): boolean {
  return (
    OF_DIRECTORY.test(value) || (/^(?:samba(?:NT|LM)Password|ipaNTHash)$/.test(name) && /^[0-9A-Fa-f]{32}$/.test(value))
  );
}

/** A name after `secretKey:` and before `remoteRef:`: the name of a value that an operator fetches. */
function isNameOfFetched({ named: { name }, value, after }: Place): boolean {
  return name === 'secretKey' && /^[\w.-]+$/.test(value) && /^["']?\s{1,60}(?:remoteRef|sourceRef):/.test(after);
}

/** `#<OpenSSL::PKey::DSA:0x000055a8d6025bf0 oid=DSA>`: an object as printed by Ruby. */
function isPrintedObject({ named: { name }, value, before }: Place): boolean {
  return /^[A-Z]\w*:0x[0-9a-f]{8,16}$/.test(value) && /#<[\w:]*$/.test(before + name);
}

/** `Fixtures.pkey("dh2048_ffdhe2048")`: a fixture by its name. */
function isFixture({ named: { name, kind, operator }, value }: Place): boolean {
  return (
    kind === 'key' &&
    operator === '(' &&
    /(?:^|[._])fixtures?[._]\w+$/i.test(name) &&
    /^[a-z\d]+(?:[_-][a-z\d]+)*$/.test(value)
  );
}

/** `Role::SetPassword => Transition {`: the result of a match arm. */
function isGivenByMatch({ named: { quote, operator }, value, before, after }: Place): boolean {
  return (
    quote === '' &&
    operator === '=>' &&
    before.endsWith('::') &&
    /^[A-Z]\w*(?:::[A-Z]\w*)*$/.test(value) &&
    /^ ?[{(,]/.test(after)
  );
}

/** `opaquelocktoken:f81d4fae-…`: the identifier of a lock (RFC 4918, C). */
function isLock({ named: { name, operator } }: Place): boolean {
  return operator === ':' && /(?:^|[^a-z])opaquelocktoken$/i.test(name);
}

/** `{"fileKey":"wGHy…","pasteID":…}`: the id of a Figma drawing, in content copied from it. */
function isDrawing({ named: { name }, after }: Place): boolean {
  return name === 'fileKey' && /^["'],\s?["']pasteID["']/.test(after);
}

/** `{ NSDB_PASSWD, "getpwnam_r", … }`: a system function that looks up a user. */
function isFunctionOfSystem({ value }: Place): boolean {
  return /^(?:get|set|end|put)(?:pw|gr|sp)(?:nam|uid|gid|ent)(?:_r)?$/.test(value);
}

/** `convert password to utf16-be`: the encoding of a text. */
function isEncodedTo({ named: { quote, operator }, value }: Place): boolean {
  return (
    quote === '' &&
    operator === 'to' &&
    /^(?:unicode|utf-?\d{1,2}\w*|ascii|latin-?1|base\d\d|hex)(?:\/[\w-]{2,16})?[.,;]?$/i.test(value)
  );
}

/** `$fields['passwd1']->set('layout', …)`: a property of a field. */
function isSetOfField({ named: { wrapped }, value, between, after }: Place): boolean {
  return wrapped && /\]->set\(["']$/.test(between) && /^[a-z_]+$/.test(value) && /^["'],/.test(after);
}

/** `passwd = unsafe { … }`, `password = switch (state) {`: a block, or an expression that selects. */
function isBlock({ named: { quote }, value, after }: Place): boolean {
  return quote === '' && /^(?:unsafe|switch|match|when)$/.test(value) && /^ ?(?:\{|\([^\n]{1,80}\) ?\{)/.test(after);
}

/** `Password: 300px`: a size in a style. */
function isSize({ named: { quote }, value }: Place): boolean {
  return quote === '' && /^\d{1,4}(?:px|r?em|v[hw]|pt|%)[,;)]?$/.test(value);
}

/** `['password', 'safe'],`: the validation rule of a field (Yii). */
function isCheckOfField({ named: { operator }, value, before, after }: Place): boolean {
  return (
    operator === ',' &&
    /\[\s{0,24}["']\w*$/.test(before) &&
    /^(?:safe|compare|required|string|trim|unique|exist|default|filter|boolean|in|match|validate[A-Z]\w*)$/.test(
      value,
    ) &&
    /^["'](?:\]|, ["']\w+["'] ?=>)/.test(after)
  );
}

/** `store.getPassword('googleClientSecret')`: the name of a looked-up value, which ends like names of credentials and ids. */
function isLookedUpByName({ named: { name, operator }, value }: Place): boolean {
  return (
    operator === '(' &&
    /(?:^|[._])(?:get|find|fetch|read|load|lookup|has)[A-Z_]\w*$/.test(name) &&
    /^[a-z]+(?:[A-Z][a-z\d]+)*(?:Key|Id|Secret|Token|Password|Pepper|Credential)$/.test(value)
  );
}

/** `('module', '20250825102351908-v3-0-0', now())`: a version with a timestamp. */
function isVersionByTime({ value }: Place): boolean {
  return /^(?:19|20)\d{12,15}(?:-v\d{1,4}(?:[.-]\d{1,4}){0,3})?$/.test(value);
}

/** `*out = g_strdup (new_pw);`: a call in GNU style. */
function isSpacedCall({ named: { quote }, value, between, after }: Place): boolean {
  return (
    quote === '' &&
    /^ = $/.test(between) &&
    /^[a-z]+(?:_[a-z]+)+$/.test(value) &&
    /^ \((?:[\w&*.,> -]|->){0,80}\);/.test(after)
  );
}

/** `assertThat(hashSecretContent(secret), is("756937ae"))`: the expected hash. */
function isExpectedHash({ value, before, between }: Place): boolean {
  return (
    /^[0-9a-f]{8,128}$/.test(value) &&
    /(?:hash|digest|checksum)\w{0,24}\($/i.test(before) &&
    /^\), ?(?:is|eq|equalTo)\(["']$/.test(between)
  );
}

/** One check for each thing of systems, directories and languages that is named like a credential. */
export const SYSTEM_KINDS: readonly Kind[] = [
  ['a name lookup source', isSourceOfNames],
  ["a directory's stored form", isOfDirectory],
  ['the name of a fetched value', isNameOfFetched],
  ['a printed object', isPrintedObject],
  ['the name of a fixture', isFixture],
  ['the result of a match case', isGivenByMatch],
  ['the name of a lock', isLock],
  ['the address of a drawing', isDrawing],
  ['a function of the system', isFunctionOfSystem],
  ['an encoding target', isEncodedTo],
  ['a property of a field', isSetOfField],
  ['a block or a conditional expression', isBlock],
  ['a size', isSize],
  ['a check of a field', isCheckOfField],
  ['a lookup by name', isLookedUpByName],
  ['a version timestamp', isVersionByTime],
  ['a call with a space', isSpacedCall],
  ['an expected hash', isExpectedHash],
];
