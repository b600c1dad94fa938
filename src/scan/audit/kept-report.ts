import { createHmac } from 'node:crypto';
import { relative } from 'node:path';
import { builtinRules } from '../../detect/builtin.ts';
import { OutputGuard } from '../../report/guard.ts';
import { folderDigest } from '../../source/git/folder-digest.ts';
import { objectsDigest } from '../../source/git/listing.ts';
import type { Repository } from '../../source/git/repository.ts';
import type { RuleInfo, ScanResult } from '../../types.ts';
import type { ScanOutcome } from '../outcome.ts';
import { CACHE_FILE, cacheFileState, readCacheFile, REPORT_FILE, writeCacheFile } from './cache-file.ts';
import { digestOf } from './keys.ts';
import { sealKey } from './seal-key.ts';

/** Version of the file format. */
const FORMAT = 3;
/** Maximum length of a stored report, in characters. */
const MOST = 1024 * 1024;

interface Header {
  readonly format: number;
  /** Digest of everything except the repository that determines what the report says. */
  readonly key: string;
  readonly folder: string;
  readonly objects: string;
  /** State of the audit's other stored file: if that is damaged or gone, everything is read again. */
  readonly cache: string;
  readonly checksum: string;
}

/** The stored part of an outcome. Contains no value. */
interface Kept extends Pick<ScanOutcome, 'used'> {
  readonly result: Omit<ScanResult, 'rules' | 'tool'>;
  readonly rules: readonly RuleInfo[];
}

/** What a report says about the current run. */
interface Now extends Pick<ScanResult, 'tool'> {
  readonly notes: readonly string[];
}

/** What a report depends on besides the repository. */
interface Deciding {
  /** Digests and words of everything that determines what is found and what a report says about it. */
  readonly keys: readonly string[];
  /** Absolute path; paths of the repository's folder are reported relative to it. */
  readonly cwd: string;
  readonly now: Now;
}

/**
 * The report of a whole audit, stored for the next one: if objects and folder are unchanged, it is given again, and
 * only digests are computed.
 */
export class KeptReport {
  readonly #repository: Repository;
  readonly #key: string;
  /** Digest of the folder when the audit began. */
  readonly #folder: string | undefined;
  readonly #now: Now;

  constructor(repository: Repository, { keys, cwd, now }: Deciding) {
    const { gitDir, commonDir } = repository;
    this.#repository = repository;
    this.#now = now;
    this.#key = digestOf([...keys, gitDir, relative(cwd, commonDir)]);
    this.#folder = folderDigest(repository);
  }

  /** The outcome of the last audit, if nothing has changed. */
  async load(): Promise<ScanOutcome | undefined> {
    const file = readCacheFile(this.#repository.commonDir, REPORT_FILE);
    if (file === undefined || this.#folder === undefined) return undefined;
    const end = file.indexOf(10);
    const header = parse(file.toString('utf8', 0, Math.max(0, end))) as Header | undefined;
    const body = file.subarray(end + 1);
    if (header === undefined || !this.#isOfNow(header)) return undefined;
    const seal = sealKey(this.#repository.git.env);
    if (seal === undefined || header.checksum !== checksumOf(header, body, seal)) return undefined;
    if (header.objects !== (await objectsDigest(this.#repository))) return undefined;
    const kept = parse(body.toString('utf8')) as Kept | undefined;
    return kept && outcomeAgain(kept, this.#now);
  }

  /**
   * Stores an audit's outcome, unless a text of it contains a value.
   *
   * @param objects digest of the objects it is based on
   */
  save({ result, used, secrets, showsValue }: ScanOutcome, objects: string): void {
    const cache = this.#cache();
    const seal = sealKey(this.#repository.git.env);
    if (this.#folder === undefined || cache === undefined || seal === undefined) return;
    const { rules, tool: _, ...told } = result;
    const text = JSON.stringify(told);
    if (text.length > MOST || new OutputGuard(secrets, showsValue).check(text)) return;
    const facts = { format: FORMAT, key: this.#key, folder: this.#folder, objects, cache };
    const kept: Kept = { result: told, rules: rules.map(infoOf), used };
    const body = Buffer.from(JSON.stringify(kept));
    const header: Header = { ...facts, checksum: checksumOf(facts, body, seal) };
    const content = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
    writeCacheFile(this.#repository.commonDir, REPORT_FILE, content);
  }

  #isOfNow({ format, key, folder, cache }: Header): boolean {
    return format === FORMAT && key === this.#key && folder === this.#folder && cache === this.#cache();
  }

  #cache(): string | undefined {
    return cacheFileState(this.#repository.commonDir, CACHE_FILE);
  }
}

/** The outcome of an audit that read nothing. */
function outcomeAgain({ result, rules, used }: Kept, { tool, notes }: Now): ScanOutcome {
  const { summary } = result;
  const audit = summary.audit && { ...summary.audit, read: 0, known: summary.audit.read + summary.audit.known };
  const bySurface = Object.fromEntries(
    Object.entries(summary.bySurface).map(([surface, counts]) => [surface, { ...counts, views: 0 }]),
  ) as typeof summary.bySurface;
  return {
    result: { ...result, rules, tool, summary: { ...summary, notes, views: 0, bySurface, ...(audit && { audit }) } },
    secrets: [],
    // These texts were checked before they were stored.
    showsValue: () => false,
    safeName: async (name) => {
      const { SafeNames } = await import('../names.ts');
      const { detectorOf } = await import('../../detect/detector-of.ts');
      return new SafeNames(await detectorOf(builtinRules())).of(name);
    },
    used,
  };
}

function checksumOf(
  { format, key, folder, objects, cache }: Omit<Header, 'checksum'>,
  body: Buffer,
  seal: Buffer,
): string {
  return createHmac('sha256', seal)
    .update(JSON.stringify([format, key, folder, objects, cache]))
    .update(body)
    .digest('hex');
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A rule in a result is a compiled one: its matching parts are not stored. */
function infoOf({ id, name, class: kind, severity, confidence, reference }: RuleInfo): RuleInfo {
  return { id, name, class: kind, severity, confidence, ...(reference !== undefined && { reference }) };
}
