import { assertKinds } from '../assert-kinds.ts';
import { ScanError } from '../errors.ts';
import type { Reporter } from '../types.ts';

/** Names for `--format` and `--output <format>=<file>`. */
export const FORMATS = ['text', 'brief', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab', 'ledger'] as const;
/** A result format that `--format` and `--output` take. */
export type FormatName = (typeof FORMATS)[number];

/** How each format's reporter is loaded: only the chosen one costs time at start. */
export const REPORTERS: Readonly<Record<FormatName, () => Promise<Reporter>>> = {
  text: async () => (await import('./human.ts')).human,
  brief: async () => (await import('./brief.ts')).brief,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  junit: async () => (await import('./junit.ts')).junit,
  html: async () => (await import('./html.ts')).html,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  ledger: async () => (await import('./ledger.ts')).ledger,
};

/** Whether a word from the command line names a format. */
export function isFormat(name: string): name is FormatName {
  return (FORMATS as readonly string[]).includes(name);
}

/**
 * Loads the reporter of a format, which throws `ScanError` `usage` where it is given no result or no options.
 *
 * @throws {ScanError} `usage` for a name that is none of {@link FORMATS}
 */
export async function loadReporter(name: FormatName): Promise<Reporter> {
  if (!isFormat(name))
    throw new ScanError('usage', `Cannot load the reporter: the format must be one of ${FORMATS.join(', ')}`);
  const reporter = await REPORTERS[name]();
  return (result, options) => {
    const what = `write the ${name} report`;
    assertKinds(what, { result, options }, { result: 'result', options: 'reportOptions' });
    assertKinds(what, options, { startedAt: 'text', finishedAt: 'text', targets: 'texts' });
    return reporter(result, options);
  };
}
