import { ScanError } from '../../errors.ts';
import { loadKnown } from '../../source/known/load.ts';
import type { KnownLoad } from '../../source/known/sources.ts';
import type { Arguments } from '../arguments.ts';
import { hideDeclared } from '../declared.ts';
import type { CliIo } from '../io.ts';
import { safeText } from '../safe-text.ts';
import { declaredFinder } from './declared-finder.ts';
import { nothingIn, parseSource, withSafeNames } from './named-source.ts';

/** The values of all sources that `--from` names, under names that hold none of them; a source that gives nothing is a problem. Throws `ScanError` `usage` for one that cannot be read. */
export async function valuesFrom(args: Arguments, io: CliIo): Promise<KnownLoad> {
  const loads: KnownLoad[] = [];
  for (const { source, says } of args.list('from').map((text, index) => parseSource(text, index, io))) {
    try {
      const load = await loadKnown(source, io.env);
      const nothing = nothingIn(source, load);
      loads.push(nothing === undefined ? load : { values: [], problems: [{ name: says, detail: nothing }] });
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      throw new ScanError('usage', `Cannot read known values of ${says}: ${error.message}`, { cause: error });
    }
  }
  const values = loads.flatMap((load) => load.values);
  hideDeclared(() => declaredFinder({ values, prints: [], problems: [], required: false }));
  // Files of fingerprints keep names: those of folders may hold what is in their files.
  return withSafeNames({ values: hidden(values), problems: hidden(loads.flatMap(({ problems }) => problems)) });
}

/** The same under names that hold no value. */
function hidden<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
  const names = safeText(list.map(({ name }) => name.replaceAll('\n', ' ')).join('\n')).split('\n');
  return list.map((one, index) => ({ ...one, name: names[index] ?? '' }));
}
