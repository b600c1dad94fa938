import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { detectorOf } from '../detect/detector-of.ts';
import type { CompiledRule, RuleSyntax } from '../detect/rule.ts';
import { shapeOf } from '../detect/wordlike.ts';
import { ScanError } from '../errors.ts';
import { isInside } from '../inside.ts';
import { shownId } from '../may-quote.ts';
import { visible } from '../report/sanitize.ts';
import { readInputText } from './input-file.ts';
import type { CliIo } from './io.ts';

/**
 * The rules of the files that `--rules` names: our own YAML, or configurations of gitleaks. What of those has no effect is
 * told on standard error.
 *
 * @throws {ScanError} `rule-invalid` naming file, rule and key
 */
export async function loadRules(paths: readonly string[], io: CliIo): Promise<CompiledRule[]> {
  if (paths.length === 0) return [];
  const { builtinRules } = await import('../detect/builtin.ts');
  const ids = new Set(builtinRules().map((rule) => rule.id));
  const rules: CompiledRule[] = [];
  for (const path of paths) {
    for (const { compiled: rule } of await readRuleFile(path, io, (id) => ids.has(id))) {
      if (ids.has(rule.id))
        throw new ScanError('rule-invalid', `Cannot use rule ${shownId(rule.id)} of ${path}: its id is already in use`);
      ids.add(rule.id);
      rules.push(rule);
    }
  }
  return rules;
}

/** A rule of a file; those of gitleaks have no examples. */
interface FileRule {
  readonly rule?: RuleSyntax;
  readonly compiled: CompiledRule;
}

/** The rules of one file. Throws as {@link loadRules}. @param isTaken whether a rule of another file has an id */
export async function readRuleFile(
  path: string,
  io: CliIo,
  isTaken: (id: string) => boolean,
): Promise<readonly FileRule[]> {
  const { safeText } = await import('./safe-text.ts');
  const rules = await parsedRules(path, io, isTaken);
  await assertSafeIds(
    rules.map(({ compiled }) => compiled),
    path,
  );
  // Nearly always one look at all of them says that no name holds a value.
  const all = rules.map(({ compiled }) => visible(compiled.name)).join('\n');
  if (safeText(all) === all) return rules;
  return rules.map((rule) => ({ ...rule, compiled: { ...rule.compiled, name: safeText(rule.compiled.name) } }));
}

/** Characters of an id that read as no words, from which on a rule of the file may find a value in it. */
const LEAST_RANDOM = 8;

/** A rule's id stands for it everywhere, in reports, packets and baselines: one that holds a value, also one of its own, is refused. */
async function assertSafeIds(rules: readonly CompiledRule[], path: string): Promise<void> {
  const ids = rules.map(({ id }) => id).filter((id) => shapeOf(id).random >= LEAST_RANDOM);
  if (ids.length === 0) return;
  const { safeText } = await import('./safe-text.ts');
  const own = await detectorOf(rules);
  const held = ids.find((id) => safeText(id) !== id || own.detectWhole(Buffer.from(id)).length > 0);
  if (held === undefined) return;
  const index = rules.findIndex(({ id }) => id === held);
  throw new ScanError(
    'rule-invalid',
    `Cannot use rule no. ${index + 1} of ${path}: its id contains what looks like a secret`,
  );
}

async function parsedRules(path: string, io: CliIo, isTaken: (id: string) => boolean): Promise<readonly FileRule[]> {
  const text = await textOf(path, io.cwd, path);
  if (!isToml(path, text)) return (await import('../detect/rule-file.ts')).loadWithSyntax(text, path);
  const { safeText } = await import('./safe-text.ts');
  const { loadGitleaksRules } = await import('../detect/gitleaks/load.ts');
  const rules = await loadGitleaksRules(text, path, {
    isTaken,
    extended: (named, origin) => extendedText(named, origin, path, io.cwd),
    onNote: (note) => io.stderr.write(`watertight: ${safeText(note)}\n`),
  });
  return rules.map((compiled) => ({ compiled }));
}

/** Whether a rule file is a configuration of gitleaks: by its ending, or by a table of such a file. */
function isToml(path: string, text: string): boolean {
  return /\.toml$/i.test(path) || /^[ \t]*\[\[?(?:rules|extend|allowlists?)\]\]?[ \t]*\r?$/m.test(text);
}

async function textOf(path: string, cwd: string, shown: string): Promise<string> {
  try {
    return await readInputText(path, cwd, 'rules of');
  } catch (cause) {
    const reason =
      cause instanceof ScanError ? cause.message.slice(cause.message.lastIndexOf(': ') + 2) : 'unknown error';
    throw new ScanError('rule-invalid', `Cannot read rules of ${shown}: ${reason}`, { cause });
  }
}

/** A file that a configuration extends: below the working directory or the folder of the file that the command line names. */
async function extendedText(named: string, origin: string, first: string, cwd: string): Promise<string> {
  const fail = (reason: string, cause?: unknown): ScanError =>
    new ScanError('rule-invalid', `Cannot use 'extend' of ${origin}: 'path' ${reason}`, { cause });
  const folder = dirname(resolve(cwd, first));
  for (const base of [cwd, folder]) {
    const file = await realpath(resolve(base, named)).catch(() => undefined);
    if (file === undefined) continue;
    if (!(await isBelow(file, cwd)) && !(await isBelow(file, folder)))
      throw fail('leads out of both the working directory and the folder of the file');
    return textOf(file, cwd, named);
  }
  throw fail('names no file');
}

async function isBelow(file: string, folder: string): Promise<boolean> {
  return isInside(await realpath(folder), file);
}
