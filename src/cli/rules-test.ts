import { checkRule, type RuleCheck } from '../detect/check-rule.ts';
import { detectorOf } from '../detect/detector-of.ts';
import type { LoadedRule } from '../detect/rule-file.ts';
import type { CompiledRule } from '../detect/rule.ts';
import { ScanError } from '../errors.ts';
import { LineLocator } from '../location.ts';
import { shownId } from '../may-quote.ts';
import { plural } from '../report/figures.ts';
import { jsonText } from '../report/json-text.ts';
import { showsValue } from '../scan/shown-values.ts';
import type { Arguments } from './arguments.ts';
import { readInput } from './input-file.ts';
import type { CliIo } from './io.ts';
import { readRuleFile } from './rule-files.ts';

/** A match of a rule in the text; nothing of its value but how long it is. */
interface Hit {
  readonly ruleId: string;
  readonly line: number;
  readonly column: number;
  /** Bytes. */
  readonly length: number;
  readonly confidence: string;
  readonly allowed: boolean;
}

/** `watertight rules test`: 1 where an example or a window fails. */
export async function rulesTestCommand(args: Arguments, io: CliIo): Promise<number> {
  const [path, ...others] = args.paths;
  if (path === undefined || others.length > 0) throw new ScanError('usage', 'Cannot test rules: name one rule file');
  const rules = await readRuleFile(path, io, () => false);
  const checks = rules.flatMap(({ rule, compiled }) => (rule === undefined ? [] : [checked(rule, compiled, path)]));
  const text = args.text('text');
  const hits = text === undefined ? undefined : await hitsIn(text, rules, io);
  const faults = checks.reduce((sum, check) => sum + check.faults.length, 0);
  const result = { rules: rules.length, faults, checks, ...(hits && { hits }) };
  const told = args.isSet('json') ? `${jsonText(result)}\n` : textOf(result);
  if (showsValue(told, await detectorOf(rules.map(({ compiled }) => compiled))))
    throw new ScanError(
      'would-leak',
      'Cannot test the rules: the output would contain what one of them finds (see their ids)',
    );
  io.stdout.write(told);
  return faults > 0 ? 1 : 0;
}

function checked(rule: NonNullable<LoadedRule['rule']>, compiled: CompiledRule, path: string): RuleCheck {
  try {
    return checkRule(rule, compiled);
  } catch (cause) {
    throw new ScanError('rule-invalid', `Cannot use rule ${shownId(rule.id)} of ${path}: an example cannot be made`, {
      cause,
    });
  }
}

async function hitsIn(
  name: string,
  rules: readonly { readonly compiled: CompiledRule }[],
  io: CliIo,
): Promise<readonly Hit[]> {
  const bytes = name === '-' ? await all(io.stdin) : await readInput(name, io.cwd, 'text');
  const detector = await detectorOf(rules.map(({ compiled }) => compiled));
  const found = detector
    .detectWhole(bytes, { path: name === '-' ? '<stdin>' : name, commit: undefined })
    .sort((a, b) => a.start - b.start);
  const lines = new LineLocator();
  return found.map(({ rule, start, end, confidence, allowedBy }) => ({
    ruleId: rule.id,
    ...lines.locate(bytes, 0, start),
    length: end - start,
    confidence,
    allowed: allowedBy !== undefined,
  }));
}

async function all(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function textOf(result: {
  readonly rules: number;
  readonly faults: number;
  readonly checks: readonly RuleCheck[];
  readonly hits?: readonly Hit[];
}): string {
  const lines = result.checks.flatMap(({ ruleId, examples, nonExamples, slowest, faults }) => [
    `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${ruleId}  ${plural(examples, 'example')}, ${plural(nonExamples, 'non-example')}, slowest window ${slowest.milliseconds.toFixed(2)} ms`,
    ...faults.map((fault) => `       ${fault}`),
  ]);
  const hits = (result.hits ?? []).map(
    ({ ruleId, line, column, length, confidence, allowed }) =>
      `${line}:${column}  ${ruleId}  ${length} bytes, ${confidence}${allowed ? ', allowed by the file' : ''}`,
  );
  const told = result.hits === undefined ? '' : `, ${plural(result.hits.length, 'hit')}`;
  return [...lines, ...hits, `${plural(result.rules, 'rule')}, ${plural(result.faults, 'fault')}${told}`, ''].join(
    '\n',
  );
}
