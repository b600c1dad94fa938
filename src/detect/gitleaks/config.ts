import { shownId } from '../../may-quote.ts';
import { isRecord, type JsonRecord } from '../../json-fields.ts';
import type { GitleaksAllowlist, GitleaksRequired } from '../rule.ts';
import { Fields, type OnNote } from './fields.ts';

/** A rule as written in its file; missing members may come from the file that it extends. */
export interface ConfigRule {
  readonly id: string;
  readonly description: string | undefined;
  readonly regex: string | undefined;
  readonly path: string | undefined;
  readonly secretGroup: number;
  readonly entropy: number;
  readonly keywords: readonly string[];
  readonly allowlists: readonly GitleaksAllowlist[];
  readonly required: readonly GitleaksRequired[];
  readonly skipReport: boolean;
}

/** An allowlist of the file: for all of its rules, or for those that it names. */
interface ConfigAllowlist {
  readonly allowlist: GitleaksAllowlist;
  readonly targetRules: readonly string[];
}

/** A gitleaks configuration. */
export interface Config {
  readonly rules: ReadonlyMap<string, ConfigRule>;
  readonly allowlists: readonly ConfigAllowlist[];
  readonly extend: {
    readonly path: string | undefined;
    readonly useDefault: boolean;
    readonly disabledRules: readonly string[];
  };
}

/**
 * Reads the tables of a gitleaks configuration (https://github.com/gitleaks/gitleaks#configuration).
 *
 * @throws {ScanError} `rule-invalid` naming file, rule and key
 */
export function readConfig(document: JsonRecord, origin: string, onNote: OnNote): Config {
  const fields = new Fields(document, `rules of ${origin}`);
  fields.ignore('title', 'description', 'minVersion');
  const rules = new Map<string, ConfigRule>();
  for (const [index, table] of fields.tables('rules').entries()) {
    const rule = readRule(table, `${origin}, rule ${index + 1}`, origin, onNote);
    if (rules.has(rule.id))
      onNote(`rules of ${origin}: rule ${shownId(rule.id)} stands there twice, and the last counts`);
    rules.set(rule.id, rule);
  }
  const allowlists = allowlistTables(fields, 'allowlists').map((table) =>
    readAllowlist(table, `the allowlist of ${origin}`, onNote),
  );
  const extend = readExtend(fields.table('extend'), origin, onNote);
  fields.end(onNote);
  return { rules, allowlists, extend };
}

/** `[allowlist]` is the older form of `[[allowlists]]`. */
function allowlistTables(fields: Fields, name: string): readonly JsonRecord[] {
  const old = fields.table('allowlist');
  const tables = fields.tables(name);
  if (old === undefined) return tables;
  if (tables.length > 0) throw fields.fail("'allowlist' and 'allowlists' exclude each other");
  return [old];
}

function readExtend(table: JsonRecord | undefined, origin: string, onNote: OnNote): Config['extend'] {
  const fields = new Fields(table ?? {}, `'extend' of ${origin}`);
  const path = fields.text('path') ?? '';
  const useDefault = fields.flag('useDefault');
  const disabledRules = fields.texts('disabledRules');
  if ((fields.text('url') ?? '') !== '') throw fields.fail("'url': nothing is fetched");
  if (path !== '' && useDefault) throw fields.fail("'path' and 'useDefault' exclude each other");
  fields.end(onNote);
  return { path: path === '' ? undefined : path, useDefault, disabledRules };
}

function readRule(table: JsonRecord, place: string, origin: string, onNote: OnNote): ConfigRule {
  const id = idOf(new Fields(table, `the rule at ${place}`));
  const what = `rule ${shownId(id)} of ${origin}`;
  const fields = new Fields(table, what);
  fields.ignore('id', 'tags');
  const rule = {
    id,
    description: fields.text('description'),
    regex: fields.pattern('regex'),
    path: fields.pattern('path'),
    secretGroup: fields.count('secretGroup') ?? 0,
    entropy: fields.number('entropy') ?? 0,
    keywords: fields.texts('keywords').flatMap((keyword) => (keyword === '' ? [] : [keyword.toLowerCase()])),
    allowlists: allowlistTables(fields, 'allowlists').map((allowlist) => {
      const { targetRules, ...read } = readAllowlist(allowlist, `an allowlist of ${what}`, onNote);
      if (targetRules.length > 0) throw fields.fail("'targetRules' stands in allowlists of the file alone");
      return read.allowlist;
    }),
    required: fields.tables('required').map((required) => readRequired(required, what, onNote)),
    skipReport: fields.flag('skipReport'),
  };
  fields.end(onNote);
  return rule;
}

function idOf(fields: Fields): string {
  const id = fields.text('id') ?? '';
  if (!/^[\w.:/-]{1,100}$/.test(id)) throw fields.fail("'id' is missing or no name");
  return id;
}

function readRequired(table: JsonRecord, what: string, onNote: OnNote): GitleaksRequired {
  const fields = new Fields(table, `'required' of ${what}`);
  const id = idOf(fields);
  const withinLines = fields.count('withinLines');
  const withinColumns = fields.count('withinColumns');
  fields.end(onNote);
  return {
    id,
    ...(withinLines === undefined ? {} : { withinLines }),
    ...(withinColumns === undefined ? {} : { withinColumns }),
  };
}

const CONDITIONS: Readonly<Record<string, boolean>> = { '': false, or: false, '||': false, and: true, '&&': true };

function readAllowlist(table: JsonRecord, what: string, onNote: OnNote): ConfigAllowlist {
  const fields = new Fields(table, what);
  fields.ignore('description');
  const all = CONDITIONS[(fields.text('condition') ?? '').toLowerCase()];
  if (all === undefined) throw fields.fail("'condition' is neither AND nor OR");
  const regexTarget = fields.text('regexTarget') ?? '';
  if (!['', 'secret', 'match', 'line'].includes(regexTarget))
    throw fields.fail("'regexTarget' is none of secret, match, line");
  const allowlist: GitleaksAllowlist = {
    all,
    commits: fields.texts('commits').map((commit) => commit.trim().toLowerCase()),
    paths: fields.patterns('paths'),
    regexes: fields.patterns('regexes'),
    regexTarget: regexTarget === '' ? 'secret' : (regexTarget as GitleaksAllowlist['regexTarget']),
    stopwords: fields.texts('stopwords').map((word) => word.toLowerCase()),
  };
  const { commits, paths, regexes, stopwords } = allowlist;
  if (commits.length + paths.length + regexes.length + stopwords.length === 0)
    throw fields.fail('it allows nothing: commits, paths, regexes or stopwords are needed');
  const targetRules = fields.texts('targetRules');
  fields.end(onNote);
  return { allowlist, targetRules };
}

/** Whether a TOML document is a gitleaks configuration: it has `rules`, `extend` or an allowlist. */
export function isConfig(document: unknown): document is JsonRecord {
  if (!isRecord(document)) return false;
  return Object.keys(document).some((key) => /^(?:rules|extend|allowlists?)$/i.test(key));
}
