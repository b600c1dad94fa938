import { ScanError } from '../../errors.ts';
import { loadKnown } from '../../source/known/load.ts';
import type { KnownLoad } from '../../source/known/sources.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { parseSource } from './named-source.ts';

/** The values of all sources that `--from` names. Throws `ScanError` `usage` for one that cannot be read. */
export async function valuesFrom(args: Arguments, io: CliIo): Promise<KnownLoad> {
  const loads: KnownLoad[] = [];
  for (const { source, says } of args.list('from').map((text, index) => parseSource(text, index, io))) {
    try {
      loads.push(await loadKnown(source, io.env));
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      throw new ScanError('usage', `Cannot read known values of ${says}: ${error.message}`, { cause: error });
    }
  }
  return { values: loads.flatMap(({ values }) => values), problems: loads.flatMap(({ problems }) => problems) };
}
