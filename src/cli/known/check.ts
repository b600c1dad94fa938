import { knownPieces } from '../../detect/known/known-set.ts';
import { PrintedValues } from '../../detect/known/prints/matcher.ts';
import { plural } from '../../report/figures.ts';
import { printPlan } from '../../scan/known.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { safeText } from '../safe-text.ts';
import { opened } from './list.ts';
import { valuesFrom } from './values-from.ts';

/**
 * `watertight known check`: whether a file of fingerprints opens with its key; with `--from`, whether it knows the values as they
 * are now. Ends 1 where it does not know one: it was rotated, or never exported; 3 where one could not be read.
 */
export async function knownCheckCommand(args: Arguments, io: CliIo): Promise<number> {
  const { header, prints, keys } = await opened(args, io);
  const finder = new PrintedValues(printPlan({ prints, keys }));
  const { values: named, problems } = await valuesFrom(args, io);
  const { refused } = knownPieces(named);
  const weak = new Set(refused.map(({ name }) => name));
  const values = named.filter(({ name }) => !weak.has(name));
  const unknown = values.filter(
    (value) => !knownPieces([value]).pieces.some(({ text }) => finder.find(Buffer.from(text, 'utf8')).length > 0),
  );
  const lines = unknown.map(({ name }) => `missing: ${name}`);
  // No file of fingerprints has such a value, and no scan looks for it.
  for (const { name, reason } of refused) lines.push(`not checked: ${name}: ${reason}`);
  for (const { name, detail } of problems) lines.push(`not read: ${name}: ${detail}`);
  if (header.warning !== undefined) lines.push(`warning: it ${header.warning}`);
  const asked =
    values.length === 0 ? '' : `; covers ${values.length - unknown.length} of ${plural(values.length, 'value')}`;
  const last = `opens with its key (${header.key}), ${plural(new Set(prints.forms.map(({ name }) => name)).size, 'value')}${asked}`;
  io.stdout.write(safeText(`${[...lines, last].join('\n')}\n`));
  if (unknown.length > 0) return 1;
  return problems.length > 0 ? 3 : 0;
}
