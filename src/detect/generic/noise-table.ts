import { wordsOf, nameKind } from './name.ts';
import type { Kind, Place } from './place.ts';

/** `"AWS::SecretsManager::Secret": "…"`: the name of a type as a key. A member in C++ (`Server::password = "…"`) has no quote behind. */
function isTypeKey({ before, between }: Place): boolean {
  return before.endsWith('::') && /^["']\s{0,4}:/.test(between);
}

const HEX = /^(?:[0-9a-f]{8,128}|[0-9A-F]{8,128})$/;
/** A member of an object, or of a table in TOML or Python, whose value is hexadecimal. */
const HEX_MEMBER =
  /(?:^|[\s{,])["']?(?<name>[^\s"'=:,{}](?:[^\n"'=,{}]{0,100}[^\s"'=:,{}])?)["']?\s{0,4}[:=]\s{0,4}["']?(?<value>[0-9a-fA-F]{8,128})(?![0-9A-Za-z])/g;
const LEAST_ROWS = 3;

/** Rows of a table whose names say nothing of credentials or ids, near the place, with hexadecimal values of one length. */
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

/** Accounts, applications and tenants have ids, which stand beside the secret that they are used with. */
function isOrdinary(name: string): boolean {
  return (
    nameKind(name) === 'none' &&
    !/^(?:ids?|uuid|guid|(?:client|user|app|account|device|tenant|key)id|user|account|zone|tenant|app|client|login)$/.test(
      wordsOf(name).at(-1) ?? '',
    )
  );
}

/** `"token.py": "9f3a…"` among more such rows: a table of digests, in which a name is a credential's by chance. */
function isRowOfDigests({ named: { kind }, value, before, after }: Place): boolean {
  return kind !== 'password' && /\d/.test(value) && HEX.test(value) && rowsLike(value, [before, after]) >= LEAST_ROWS;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Tokens that make a request harmless when sent twice, and those that tell whether what it changes was changed since. */
const REQUEST_TOKEN =
  /(?:client|request|idempotency|idempotence|update|lifecycle[-_]?action|creator|caller)[-_]?token$/i;

/** `--client-token 1b9d…`, `"LifecycleActionToken": "…"`: the id of a request. */
function isRequestId({ named: { name }, value }: Place): boolean {
  return UUID.test(value) && REQUEST_TOKEN.test(name);
}

/** `S3Key: functions/…`, `objectKey: "asset.….zip"`: where an object of a store is, which has steps or an ending. */
function isObjectKey({ named: { name, kind }, value }: Place): boolean {
  return kind === 'key' && /[./]/.test(value) && /S3(?:Object)?Key$|[Oo]bject[-_]?[Kk]ey$/.test(name);
}

/** One check for each kind of row in a table of what is no credential, and of identifiers that have a credential's name. */
export const TABLE_KINDS: readonly Kind[] = [
  ['the name of a type as a key', isTypeKey],
  ['a row of a table of digests', isRowOfDigests],
  ['the id of a request', isRequestId],
  ['where an object of a store is', isObjectKey],
];
