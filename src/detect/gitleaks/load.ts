import { shownId } from '../../may-quote.ts';
import { LinearPattern } from '../../engine/linear/linear-pattern.ts';
import { ScanError } from '../../errors.ts';
import { type CompiledRule, type GitleaksAllowlist, NO_PATTERN } from '../rule.ts';
import { type Config, type ConfigRule, isConfig, readConfig } from './config.ts';
import type { OnNote } from './fields.ts';

/** Maximum depth of files that extend each other; the limit of gitleaks. */
const DEEPEST = 2;

/** What reading a configuration needs from its environment. */
export interface GitleaksWorld {
  /** The text of a file that a configuration extends, by the name given there; throws if it cannot be read. */
  readonly extended: (path: string, origin: string) => Promise<string>;
  /** Whether a rule of another file has this id. */
  readonly isTaken: (id: string) => boolean;
  readonly onNote: OnNote;
}

/**
 * Reads a gitleaks configuration as rules in addition to the built-in ones.
 *
 * @param origin the file's name, for messages
 * @throws {ScanError} `rule-invalid` naming file, rule and key; unknown keys are reported as notes
 */
export async function loadGitleaksRules(text: string, origin: string, world: GitleaksWorld): Promise<CompiledRule[]> {
  const config = await loadConfig(text, origin, world, 0);
  const targets = new Map<string, GitleaksAllowlist[]>();
  for (const { allowlist, targetRules } of config.allowlists)
    for (const id of targetRules) targets.set(id, [...(targets.get(id) ?? []), allowlist]);
  for (const id of targets.keys()) requireRule(config, id, `an allowlist of ${origin}`, 'targetRules');
  const shared = config.allowlists.filter(({ targetRules }) => targetRules.length === 0);
  return [...config.rules.values()].flatMap((rule) => {
    for (const { id } of rule.required) requireRule(config, id, `rule ${shownId(rule.id)} of ${origin}`, 'required');
    const allowlists = [
      ...rule.allowlists,
      ...(targets.get(rule.id) ?? []),
      ...shared.map(({ allowlist }) => allowlist),
    ];
    const compiled = compiledRule({ ...rule, allowlists }, origin, world);
    return compiled === undefined ? [] : [compiled];
  });
}

function requireRule({ rules }: Config, id: string, what: string, key: string): void {
  if (!rules.has(id))
    throw new ScanError('rule-invalid', `Cannot use ${what}: '${key}': there is no rule ${shownId(id)}`);
}

async function loadConfig(text: string, origin: string, world: GitleaksWorld, depth: number): Promise<Config> {
  const config = readConfig(await parseToml(text, origin), origin, world.onNote);
  const { path, useDefault, disabledRules } = config.extend;
  if (path !== undefined) {
    if (depth >= DEEPEST)
      throw new ScanError('rule-invalid', `Cannot use 'extend' of ${origin}: 'path' leads through too many files`);
    const base = await loadConfig(await world.extended(path, origin), path, world, depth + 1);
    return extended(config, base, world.onNote, origin);
  }
  if (useDefault && disabledRules.length > 0)
    world.onNote(
      `'extend' of ${origin}: 'disabledRules' names rules of gitleaks; those of watertight are switched off by the packet`,
    );
  return config;
}

async function parseToml(text: string, origin: string): Promise<Parameters<typeof readConfig>[0]> {
  const { parse } = await import('smol-toml');
  let document: unknown;
  try {
    document = parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    const line = error instanceof Error && 'line' in error ? `:${String(error.line)}` : '';
    throw new ScanError('rule-invalid', `Cannot use rules of ${origin}${line}: it is no TOML`);
  }
  if (!isConfig(document))
    throw new ScanError('rule-invalid', `Cannot use rules of ${origin}: it is no configuration of gitleaks`);
  return document;
}

/** A file's rules merged over those of the file that it extends, member by member. */
function extended(config: Config, base: Config, onNote: OnNote, origin: string): Config {
  const rules = new Map(config.rules);
  for (const id of config.extend.disabledRules) {
    if (!base.rules.has(id)) onNote(`'extend' of ${origin}: 'disabledRules': there is no rule ${shownId(id)}`);
  }
  for (const [id, below] of base.rules) {
    if (config.extend.disabledRules.includes(id)) continue;
    const own = config.rules.get(id);
    rules.set(id, own === undefined ? below : merged(own, below));
  }
  return { ...config, rules, allowlists: [...config.allowlists, ...base.allowlists] };
}

function merged(own: ConfigRule, below: ConfigRule): ConfigRule {
  return {
    id: own.id,
    description: own.description ?? below.description,
    regex: own.regex ?? below.regex,
    path: own.path ?? below.path,
    secretGroup: own.secretGroup === 0 ? below.secretGroup : own.secretGroup,
    entropy: own.entropy === 0 ? below.entropy : own.entropy,
    keywords: [...below.keywords, ...own.keywords],
    allowlists: [...below.allowlists, ...own.allowlists],
    required: below.required,
    skipReport: below.skipReport,
  };
}

function compiledRule(rule: ConfigRule, origin: string, world: GitleaksWorld): CompiledRule | undefined {
  const { id, regex, path } = rule;
  if (regex === undefined) {
    world.onNote(
      path === undefined
        ? `rule ${shownId(id)} of ${origin} changes one of gitleaks, which watertight does not have, and has no effect`
        : `rule ${shownId(id)} of ${origin} is for names of files alone and has no effect: watertight looks for values`,
    );
    return undefined;
  }
  const { secretGroup, allowlists, required, skipReport } = rule;
  if (secretGroup > new LinearPattern(regex).groups)
    throw new ScanError(
      'rule-invalid',
      `Cannot use rule ${shownId(id)} of ${origin}: 'secretGroup': the regex has not as many groups`,
    );
  return {
    id: world.isTaken(id) ? `gitleaks-${id}` : id,
    name: rule.description ?? id,
    class: 'secret',
    severity: 'high',
    // Among rules of one file, those with `generic` in their id give way to the others, as in gitleaks.
    confidence: id.toLowerCase().includes('generic') ? 'context' : 'provider-shape',
    keywords: rule.keywords.map((keyword) => Buffer.from(keyword).toString('latin1')),
    ...NO_PATTERN,
    ...(rule.entropy === 0 ? {} : { entropy: rule.entropy }),
    gitleaks: {
      id,
      regex,
      secretGroup,
      ...(path === undefined ? {} : { path }),
      allowlists,
      required,
      skipReport,
      origin,
    },
  };
}
