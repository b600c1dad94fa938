import { builtinRules } from '../detect/builtin.ts';
import { ScanError } from '../errors.ts';
import type { Arguments } from './arguments.ts';
import type { CliIo } from './io.ts';

/** `watertight rules`: lists the built-in rules, or those whose id or name holds one of the words given. */
export function rulesCommand(args: Arguments, io: CliIo): number {
  const words = args.paths.map((word) => word.toLowerCase());
  const rules = builtinRules()
    .filter(({ id, name }) => words.length === 0 || words.some((word) => `${id} ${name}`.toLowerCase().includes(word)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (rules.length === 0)
    throw new ScanError('usage', 'Cannot list rules: no id or name contains that word (watertight rules lists all)');
  const widest = Math.max(...rules.map(({ id }) => id.length));
  for (const { id, name, class: kind, severity, confidence, reference } of rules) {
    io.stdout.write(
      args.isSet('json')
        ? `${JSON.stringify({ id, name, class: kind, severity, confidence, reference })}\n`
        : `${id.padEnd(widest + 2)}${kind.padEnd(18)}${severity.padEnd(10)}${name}\n`,
    );
  }
  return 0;
}
