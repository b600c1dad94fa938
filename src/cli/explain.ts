import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtinRules } from '../detect/builtin.ts';
import { Explainer } from '../detect/explain.ts';
import { ScanError } from '../errors.ts';
import { isRecord } from '../json-fields.ts';
import { isFingerprint } from '../fingerprint-text.ts';
import { OutputGuard } from '../report/guard.ts';
import { jsonText } from '../report/json-text.ts';
import type { ScanOutcome } from '../scan.ts';
import type { Arguments } from './arguments.ts';
import type { ScanObserver } from '../scan/context.ts';
import { LineObserver } from './explain-lines.ts';
import { explanationText, OUTCOME_WORDS } from './explain-text.ts';
import { atColumn, type Explanation, explanationOf } from './explanation.ts';
import type { CliIo } from './io.ts';
import { reportFindings } from './json-report.ts';
import { packetInForce } from './packet-of.ts';
import { loadRules } from './rule-files.ts';
import { loadBaseline } from './run-inputs.ts';
import { scanFor } from './scan.ts';

/** A line of a file. */
interface Target {
  readonly path: string;
  readonly line: number;
  /** Where one place of the line is asked about. */
  readonly column?: number;
}

/** `watertight explain`: why the values of a line are reported and why not; 3 where the file could not be read whole. */
export async function explainCommand(args: Arguments, io: CliIo): Promise<number> {
  const targets = await targetsOf(args, io);
  const outcomes: ScanOutcome[] = [];
  const explanations: Explanation[] = [];
  const governing = await packetInForce(args, io);
  const baseline = (await loadBaseline(args, io, governing))?.baseline;
  const explainer = new Explainer([...builtinRules(), ...(await loadRules(args.list('rules'), io))]);
  for (const { path, line, column } of targets) {
    const observer = new LineObserver(explainer, line);
    const whole = { paths: [path], files: [], wholeScope: false, observer };
    const outcome = await scanFor(args, io, [], { ...whole, ...(baseline !== undefined && { baseline }) }, governing);
    outcomes.push(outcome);
    const shown = await outcome.safeName(path);
    const explanation = explanationOf(outcome.result, observer.lines, shown, line);
    if (explanation.lines.length === 0 && explanation.complete)
      throw new ScanError('usage', `Cannot explain ${explanation.path}:${line}: there is no such line`);
    explanations.push(atColumn(explanation, column));
  }
  const text = args.isSet('json') ? `${jsonText({ explanations })}\n` : explanations.map(explanationText).join('\n');
  guard(text, outcomes, explanations);
  io.stdout.write(text);
  return explanations.every(({ complete }) => complete) ? 0 : 3;
}

async function targetsOf(args: Arguments, io: CliIo): Promise<readonly Target[]> {
  const [first = '', ...paths] = args.paths;
  if (isFingerprint(first)) return withFingerprint(first, paths, args, io);
  const target = placeOf(first, io);
  if (target === undefined || paths.length > 0)
    throw new ScanError(
      'usage',
      'Cannot explain: name FILE:LINE or FILE:LINE:COLUMN, or a fingerprint as reports give it; never a value',
    );
  return [target];
}

/** A place as reports write it. Where a file's name ends like one, the name counts. */
function placeOf(text: string, io: CliIo): Target | undefined {
  const found = /^(?<path>.+):(?<line>[1-9]\d{0,8})$/s.exec(text)?.groups;
  if (found === undefined) return undefined;
  const [path = '', line] = [found['path'], Number(found['line'])];
  const outer = existsSync(resolve(io.cwd, path)) ? undefined : placeOf(path, io);
  return outer === undefined || outer.column !== undefined ? { path, line } : { ...outer, column: line };
}

/** The lines of the findings with a fingerprint: those of a report, or those that a scan of the paths finds. */
async function withFingerprint(
  fingerprint: string,
  paths: readonly string[],
  args: Arguments,
  io: CliIo,
): Promise<readonly Target[]> {
  const report = args.text('report');
  const places = report === undefined ? await scanned() : placesIn(await reportFindings(report, io));
  const targets = places.filter((place) => place.fingerprint === fingerprint);
  if (targets.length === 0)
    throw new ScanError(
      'usage',
      `Cannot explain ${fingerprint}: no finding has it ${report === undefined ? 'now (add the paths that were scanned, or --report FILE)' : 'in the report'}`,
    );
  if (targets.some(({ inHistory }) => inHistory))
    throw new ScanError(
      'usage',
      `Cannot explain ${fingerprint}: it is in a repository's history, not in a file (git show OBJECT > FILE in another folder, then watertight explain FILE:LINE)`,
    );
  const lines = new Map(targets.map((target) => [`${target.path}:${target.line}`, target]));
  return [...lines.values()];

  async function scanned(): Promise<readonly Place[]> {
    const passed: Place[] = [];
    const observer: ScanObserver = {
      text: () => undefined,
      part: () => undefined,
      // What was let pass is asked about as well.
      passed: ({ path, startLine: line, part }, own) =>
        void passed.push({ fingerprint: own(), path, line, inHistory: part !== undefined }),
    };
    const { result } = await scanFor(args, io, [], { paths: paths.length > 0 ? paths : ['.'], observer });
    const found = result.findings.map(({ fingerprint: own, location }) => ({
      fingerprint: own,
      path: location.path,
      line: location.startLine,
      inHistory: location.part !== undefined,
    }));
    return [...found, ...passed];
  }
}

interface Place extends Target {
  readonly fingerprint: unknown;
  readonly inHistory: boolean;
}

function placesIn(findings: readonly unknown[]): readonly Place[] {
  return findings.flatMap((finding) => {
    const location = isRecord(finding) ? finding['location'] : undefined;
    if (!isRecord(finding) || !isRecord(location)) return [];
    const { path, startLine: line, part } = location;
    if (typeof path !== 'string' || typeof line !== 'number') return [];
    return [{ fingerprint: finding['fingerprint'], path, line, inHistory: part !== undefined }];
  });
}

/** Words of the model and of the rules are ours; all else must not be a value that was found. */
function guard(text: string, outcomes: readonly ScanOutcome[], explanations: readonly Explanation[]): void {
  const features = explanations.flatMap(({ lines }) =>
    lines.flatMap(({ attempts }) =>
      attempts.flatMap(({ model }) => model?.reasons.map(({ feature }) => feature) ?? []),
    ),
  );
  const words = [JSON.stringify(builtinRules()), JSON.stringify(OUTCOME_WORDS), ...features];
  const secrets = outcomes.flatMap((outcome) => outcome.secrets);
  const shows = (one: string): boolean => outcomes.some(({ showsValue }) => showsValue(one));
  if (new OutputGuard(secrets, shows, words).check(text))
    throw new ScanError('would-leak', 'Cannot explain the line: the text would contain a value that the scan found');
}
