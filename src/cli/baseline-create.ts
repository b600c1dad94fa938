import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtinRules } from '../detect/builtin.ts';
import { ScanError } from '../errors.ts';
import { isRecord } from '../json-fields.ts';
import type { DetectSecretsRecorder } from '../policy/baseline/detect-secrets-text.ts';
import { baselineText } from '../policy/baseline/native.ts';
import { readBaseline } from '../policy/baseline/read.ts';
import { plural } from '../report/figures.ts';
import { OutputGuard } from '../report/guard.ts';
import { ownResult } from '../report/vocabulary.ts';
import type { ScanResult } from '../types.ts';
import type { Arguments } from './arguments.ts';
import { auditFor } from './audit.ts';
import { readInputText } from './input-file.ts';
import type { CliIo } from './io.ts';
import { makeFolderOf, targetOf, writeWhole } from './output-files.ts';
import { safeText } from './safe-text.ts';
import { scanFor } from './scan.ts';
import { withheld } from './withheld.ts';

/** `watertight baseline create`: writes the findings of a scan as a baseline; 3 where the scan was incomplete. */
export async function baselineCreateCommand(args: Arguments, io: CliIo): Promise<number> {
  const out = args.text('out');
  if (out === undefined) throw new ScanError('usage', 'Cannot create a baseline: name its file with --out FILE');
  makeFolderOf(resolve(io.cwd, out), out);
  const target = targetOf({ format: 'baseline', path: out }, io.cwd);
  const before = await earlier(out, io);
  const recorder = await recorderOf(args, io);
  const isHistory = args.isSet('history');
  if (isHistory && recorder !== undefined)
    throw new ScanError('usage', 'Cannot use --history with --format detect-secrets: that format only covers files');
  const outcome = isHistory
    ? await auditFor(args, io)
    : await scanFor(args, io, [target.file], recorder === undefined ? {} : { baseline: recorder });
  const { tool, findings, skipped, summary } = outcome.result;
  if (skipped.some(({ reason }) => reason === 'interrupted')) {
    io.stderr.write(
      `watertight: interrupted: ${safeText(out)} ${before === undefined ? 'was not written' : 'is unchanged'}\n`,
    );
    return 3;
  }
  const { text, entries, leftOut } =
    recorder === undefined
      ? baselineText({ tool, findings, byContext: args.isSet('by-context') })
      : { text: recorder.text(new Date()), entries: recorder.entries, leftOut: 0 };
  const guard = new OutputGuard(outcome.secrets, undefined, await formOf(outcome.result, recorder));
  if (guard.check(text)) throw withheld(out, text, guard);
  await writeWhole(target, text);
  tellDropped(before, text, io);
  io.stdout.write(
    `${safeText(out)}: ${plural(entries, 'entry', 'entries')} for ${plural(findings.length, 'finding')}\n`,
  );
  tellLeftOut(leftOut, io);
  if (!summary.complete)
    io.stderr.write('watertight: the scan was incomplete: the baseline lacks what was not scanned\n');
  return summary.complete ? 0 : 3;
}

function tellLeftOut(leftOut: number, io: CliIo): void {
  if (leftOut > 0) {
    io.stderr.write(
      `watertight: ${plural(leftOut, 'finding')} left out: without a project key, a weak value is identified only by its location, ` +
        'and a new one there would not be noticed. Create a key, then the baseline again:\n' +
        '  mkdir -p .watertight && openssl rand -hex 32 > .watertight/key && echo .watertight/key >> .gitignore\n' +
        'or include them by location: the same command with --by-context\n',
    );
  }
}

/** What a baseline of that form says whatever was found: a value that is a word of it gives nothing away. */
async function formOf(result: ScanResult, recorder: DetectSecretsRecorder | undefined): Promise<readonly string[]> {
  if (recorder !== undefined) return [(await emptyRecorder()).text(new Date())];
  const own = ownResult(result, builtinRules());
  return [baselineText({ ...own, byContext: true }).text, JSON.stringify(own.rules)];
}

async function emptyRecorder(): Promise<DetectSecretsRecorder> {
  const { DetectSecretsRecorder: Recorder } = await import('../policy/baseline/detect-secrets-text.ts');
  return new Recorder();
}

/** Writes the form of detect-secrets, where that is asked for. */
async function recorderOf(args: Arguments, io: CliIo): Promise<DetectSecretsRecorder | undefined> {
  if (args.text('format') !== 'detect-secrets') return undefined;
  if (args.isSet('by-context')) {
    throw new ScanError('usage', 'Cannot use --by-context with --format detect-secrets: all its entries are by value');
  }
  io.stderr.write(
    'watertight: a detect-secrets baseline holds the bare SHA-1 of every value: anyone who reads it can guess passwords. ' +
      'The watertight format does not have this weakness\n',
  );
  return emptyRecorder();
}

/** Entries that the new file has no more: a scan of a part of what the earlier one was made of drops those of the rest. */
function tellDropped(before: string | undefined, now: string, io: CliIo): void {
  const kept = new Set(entriesOf(now));
  const dropped = entriesOf(before).filter((entry) => !kept.has(entry)).length;
  if (dropped === 0) return;
  io.stderr.write(
    `watertight: ${plural(dropped, 'entry', 'entries')} of the previous file ${dropped === 1 ? 'is' : 'are'} not in the new one: ` +
      'a baseline holds only what this scan found\n',
  );
}

/** What tells the entries of a baseline of the own form apart, wherever they stand. */
function entriesOf(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return []; // Of another tool.
  }
  const findings = isRecord(document) && Array.isArray(document['findings']) ? (document['findings'] as unknown[]) : [];
  return findings.map((entry) =>
    isRecord(entry) ? `${String(entry['surface'])} ${String(entry['fingerprint'])}` : '',
  );
}

/**
 * The text of the file that is there. A typing error must not cost one that is no baseline.
 *
 * @throws {ScanError} `usage`
 */
async function earlier(path: string, io: CliIo): Promise<string | undefined> {
  if (!existsSync(resolve(io.cwd, path))) return undefined;
  try {
    const text = await readInputText(path, io.cwd, 'baseline');
    if (text !== '') readBaseline(text, path);
    return text;
  } catch (cause) {
    throw new ScanError('usage', `Cannot write ${path}: it exists and is not a baseline`, { cause });
  }
}
