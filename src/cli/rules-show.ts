import { builtinRules } from '../detect/builtin.ts';
import type { RuleSyntax } from '../detect/rule.ts';
import { builtinSyntax } from '../detect/rule-sources.ts';
import { ScanError } from '../errors.ts';
import { jsonText } from '../report/json-text.ts';
import type { Arguments } from './arguments.ts';
import { closest } from './closest.ts';
import type { CliIo } from './io.ts';

/** `watertight rules show`: all that a built-in rule says; examples stay templates, in which no value stands. */
export async function rulesShowCommand(args: Arguments, io: CliIo): Promise<number> {
  const [id, ...others] = args.paths;
  if (id === undefined || others.length > 0) throw new ScanError('usage', 'Cannot show a rule: name one id');
  const rule = await builtinSyntax(id);
  if (rule === undefined) throw unknown(id);
  io.stdout.write(args.isSet('json') ? `${jsonText(rule)}\n` : textOf(rule));
  return 0;
}

/** What was typed is not repeated: it may be a value. */
function unknown(id: string): ScanError {
  const near = closest(
    id,
    builtinRules().map((rule) => rule.id),
  );
  const hint = near === undefined ? 'watertight rules lists them' : `did you mean ${near}?`;
  return new ScanError('usage', `Cannot show the rule: no such id (${hint})`);
}

function textOf(rule: RuleSyntax): string {
  const { id, name, keywords, context, bridge, matcher, entropy, parts, references = [] } = rule;
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ['class', rule.class],
    ['severity', rule.severity],
    ['confidence', rule.confidence],
    ['keywords', listed(keywords ?? context)],
    ['pattern', rule.pattern],
    ['value', rule.value],
    ['bridge', context === undefined ? undefined : (bridge ?? 'assignment')],
    ['matcher', matcher],
    ['validator', rule.validator],
    ['entropy', entropy],
    ['parts', listed(parts)],
    ...references.map((reference) => ['reference', reference] as const),
    ...rule.examples.map((example) => ['example', template(example)] as const),
    ...(rule.non_examples ?? []).map((example) => ['non-example', template(example)] as const),
  ];
  const lines = rows.flatMap(([key, value]) => (value === undefined ? [] : [`  ${key.padEnd(12)}${value}`]));
  return `${id}  ${name}\n${lines.join('\n')}\n`;
}

function listed(words: readonly string[] | undefined): string | undefined {
  return words === undefined || words.length === 0 ? undefined : words.join(', ');
}

/** The parts as the file has them: joined they could be a value. */
function template(parts: readonly string[]): string {
  return parts.map((part) => JSON.stringify(part)).join(' ');
}
