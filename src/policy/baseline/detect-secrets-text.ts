import { compileTextGlobs, type TextMatcher } from '../text-glob.ts';
import type { Baseline, BaselineEntry, BaselineQuery } from './baseline.ts';
import known from './detect-secrets.json' with { type: 'json' };
import { plainName } from './file-names.ts';
import { publicPart } from './detect-secrets.ts';
import { sha1, sha1Of } from './same-value.ts';

/** Version of detect-secrets that defines this format. */
const VERSION = '1.5.0';
/** The type for values that none of its detectors is made for. */
const OTHER = 'Secret Keyword';

/** The findings of a detector: their type, and what precedes the value in the text it hashes. */
interface Kind {
  readonly type: string;
  readonly before: string;
  readonly matches: TextMatcher;
}

interface Row {
  readonly type: string;
  readonly filename: string;
  readonly hashed_secret: string;
  readonly is_verified: false;
  readonly line_number: number;
}

/**
 * Collects what a scan forbids as entries of a detect-secrets baseline. It is passed to the scan as its baseline but
 * covers nothing, so that it sees every finding while its value is available. Known values are never among them.
 */
export class DetectSecretsRecorder implements Baseline {
  readonly #rows: Map<string, Row> = new Map();
  readonly #kinds: readonly Kind[] = known.detectors
    .filter(({ writes }) => writes !== false)
    .map(({ type, rules, before = '' }) => ({ type, before, matches: compileTextGlobs(rules) }));
  readonly size: number = 0;

  covers({ rule, secret, place }: BaselineQuery): boolean {
    if (place === undefined) return false;
    const part = publicPart(secret, place.text);
    const kind = this.#kinds.find(({ matches }) => matches(rule.id));
    const row: Row = {
      type: kind?.type ?? OTHER,
      filename: plainName(place.named ?? place.path),
      hashed_secret: part === undefined ? sha1Of(secret, kind?.before ?? '') : sha1(part),
      is_verified: false,
      line_number: place.line ?? 1,
    };
    // A public part is the same for any value: one entry for each line.
    const key = `${row.filename} ${row.hashed_secret} ${row.type} ${part === undefined ? '' : row.line_number}`;
    if (!this.#rows.has(key)) this.#rows.set(key, row);
    return false;
  }

  stale(): readonly BaselineEntry[] {
    return [];
  }

  get entries(): number {
    return this.#rows.size;
  }

  /** The file in the format of detect-secrets 1.5. @param at creation time; written to the second, UTC */
  text(at: Date): string {
    const rows = [...this.#rows.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const results: Record<string, Row[]> = {};
    for (const row of rows) (results[row.filename] ??= []).push(row);
    const document = {
      version: VERSION,
      plugins_used: known.detectors.map(({ name, settings }) => ({ name, ...settings })),
      filters_used: known.filters,
      results,
      generated_at: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    };
    return `${JSON.stringify(document, undefined, 2)}\n`;
  }
}

function orderOf({ filename, line_number: line, hashed_secret: hash, type }: Row): string {
  return [filename, String(line).padStart(9, '0'), hash, type].join('\0');
}
