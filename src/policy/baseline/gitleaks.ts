import { ScanError } from '../../errors.ts';
import { fieldReader, isRecord, type JsonRecord } from '../../json-fields.ts';
import { Secret } from '../../secret.ts';
import type { FindingPlace } from '../allowances.ts';
import { printablePath } from '../quotation.ts';
import type { Baseline, BaselineEntry, BaselineQuery } from './baseline.ts';
import { isSameFile, namesOf, plainName } from './file-names.ts';
import { isSameValue } from './same-value.ts';

/** A finding of gitleaks: a value in a file if the report contains it, otherwise lines of a file, at a commit if one is named. */
interface GitleaksEntry {
  readonly path: string;
  readonly ruleId: string;
  readonly commit: string | undefined;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly secret: Secret | undefined;
}

/**
 * Findings of gitleaks. Its rules have other names than ours, so an entry is compared by value and file, on any line;
 * if it has no value (a redacted report, `.gitleaksignore`), by file and line. An entry with a commit but no value
 * covers only what that commit introduces, since line numbers differ between versions.
 */
class GitleaksBaseline implements Baseline {
  readonly #entries: readonly GitleaksEntry[];
  readonly #byName: Map<string, GitleaksEntry[]> = new Map();
  readonly #absolute: readonly GitleaksEntry[];
  readonly #seen: Set<GitleaksEntry> = new Set();

  constructor(entries: readonly GitleaksEntry[]) {
    this.#entries = entries;
    this.#absolute = entries.filter(({ path }) => /^(?:\/|[A-Za-z]:)/.test(path));
    for (const entry of entries) this.#byName.set(entry.path, [...(this.#byName.get(entry.path) ?? []), entry]);
  }

  get size(): number {
    return this.#entries.length;
  }

  covers({ secret, place }: BaselineQuery): boolean {
    if (place === undefined || this.size === 0) return false;
    const named = namesOf(place).flatMap((name) => this.#byName.get(name) ?? []);
    const candidates = [...named, ...this.#absolute.filter(({ path }) => isSameFile(path, place))];
    const fitting = candidates.filter((entry) =>
      entry.secret === undefined ? isAt(entry, place) : isSameValue(entry.secret, secret),
    );
    for (const entry of fitting) this.#seen.add(entry);
    return fitting.length > 0;
  }

  stale(): readonly BaselineEntry[] {
    return this.#entries
      .filter((entry) => !this.#seen.has(entry))
      .map(({ path, ruleId }) => ({ path, ruleId: `gitleaks: ${ruleId}` }));
  }
}

function isAt({ commit, firstLine, lastLine }: GitleaksEntry, place: FindingPlace): boolean {
  const line = place.line ?? 0;
  return line >= firstLine && line <= lastLine && (commit === undefined || commit === place.commit);
}

/** Whether a JSON document is a report of gitleaks; a report without findings is an empty list. */
export function isGitleaksReport(document: unknown): document is readonly unknown[] {
  return (
    Array.isArray(document) &&
    document.every((item) => isRecord(item) && (isWhole(item) || typeof item['Fingerprint'] === 'string'))
  );
}

function isWhole(item: JsonRecord): boolean {
  return 'RuleID' in item && 'File' in item && 'StartLine' in item;
}

/**
 * @param path for messages
 * @throws {ScanError} `usage` for a malformed finding, identified by its position
 */
export function gitleaksReport(document: readonly unknown[], path: string): Baseline {
  const fail = (place: number, reason: string): ScanError =>
    new ScanError('usage', `Cannot use baseline ${printablePath(path)}: finding ${place + 1} ${reason}`);
  const read = fieldReader(fail);
  return new GitleaksBaseline(
    (document as readonly JsonRecord[]).map((item, index) => {
      if (!isWhole(item)) {
        const entry = entryOf(read.text(item, 'Fingerprint', index));
        if (entry === undefined) throw fail(index, 'has no gitleaks fingerprint');
        return entry;
      }
      const firstLine = read.count(item, 'StartLine', index);
      const commit = item['Commit'] === undefined ? '' : read.text(item, 'Commit', index);
      return {
        path: plainName(read.text(item, 'File', index)),
        ruleId: read.text(item, 'RuleID', index),
        commit: commit === '' ? undefined : commit,
        firstLine,
        lastLine: item['EndLine'] === undefined ? firstLine : read.count(item, 'EndLine', index),
        secret: item['Secret'] === undefined ? undefined : valueOf(read.text(item, 'Secret', index)),
      };
    }),
  );
}

/** `--redact` writes `REDACTED`, or with a percentage the beginning and `...`. */
function valueOf(text: string): Secret | undefined {
  return text === '' || text === 'REDACTED' || text.endsWith('...') ? undefined : new Secret(text);
}

/** `file:rule:line`, or `commit:file:rule:line`; a file in an archive is `archive!member`. */
const FINGERPRINT = /^(?:(?<commit>[0-9a-f]{7,64}):)?(?<file>[^:]+|[A-Za-z]:[^:]+):(?<rule>[^:]+):(?<line>\d{1,9})$/i;

/** Whether a text is a `.gitleaksignore`: by its name, or because every line is a finding or a comment, with at least one finding. */
export function isGitleaksIgnore(document: unknown, path: string): document is string {
  if (typeof document !== 'string') return false;
  const lines = linesOf(document).filter((line) => line !== '');
  return path.endsWith('.gitleaksignore') || (lines.length > 0 && lines.every((line) => FINGERPRINT.test(line)));
}

/**
 * @param path for messages
 * @throws {ScanError} `usage` for a line that is neither a finding nor a comment
 */
export function gitleaksIgnore(text: string, path: string): Baseline {
  const entries = linesOf(text).flatMap((line, index): GitleaksEntry[] => {
    if (line === '') return [];
    const entry = entryOf(line);
    if (entry !== undefined) return [entry];
    throw new ScanError('usage', `Cannot use baseline ${printablePath(path)}: line ${index + 1} is not a finding`);
  });
  return new GitleaksBaseline(entries);
}

function entryOf(fingerprint: string): GitleaksEntry | undefined {
  const { commit, file, rule = '', line: number } = FINGERPRINT.exec(fingerprint)?.groups ?? {};
  if (file === undefined) return undefined;
  const at = Number(number);
  return { path: plainName(file), ruleId: rule, commit, firstLine: at, lastLine: at, secret: undefined };
}

/** Trimmed lines, with comment lines made empty. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => (line.trimStart().startsWith('#') ? '' : line.trim()));
}
