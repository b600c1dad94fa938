import { lazyPattern, type LinearPattern } from '../../engine/linear/linear-pattern.ts';
import type { TextOrigin } from '../detector.ts';
import type { GitleaksAllowlist } from '../rule.ts';

/** The texts that an allowlist checks; bytes are UTF-8. */
export interface AllowlistSubject {
  readonly secret: Buffer;
  readonly match: Buffer;
  /** The lines of the match as in gitleaks: including the line break before the first. */
  readonly line: Buffer;
}

/** A compiled allowlist: decides on files, and on matches in them. */
export class Allowlist {
  readonly #data: GitleaksAllowlist;
  readonly #paths: readonly (() => LinearPattern)[];
  readonly #regexes: readonly (() => LinearPattern)[];

  constructor(allowlist: GitleaksAllowlist) {
    this.#data = allowlist;
    this.#paths = allowlist.paths.map(lazyPattern);
    this.#regexes = allowlist.regexes.map(lazyPattern);
  }

  /** Whether the whole text is allowed. */
  allowsText(origin: TextOrigin): boolean {
    const { all, commits, paths, regexes, stopwords } = this.#data;
    if (!all) return this.#hasCommit(origin) || this.#hasPath(origin);
    if (regexes.length + stopwords.length > 0) return false;
    return (commits.length === 0 || this.#hasCommit(origin)) && (paths.length === 0 || this.#hasPath(origin));
  }

  /** Whether a match is allowed; without an origin, conditions on commit or path do not hold. */
  allows(subject: AllowlistSubject, origin: TextOrigin | undefined): boolean {
    const { all, commits, paths, regexes, stopwords } = this.#data;
    if (!all) return this.#fits(subject) || this.#hasStopword(subject);
    return (
      (commits.length === 0 || this.#hasCommit(origin)) &&
      (paths.length === 0 || this.#hasPath(origin)) &&
      (regexes.length === 0 || this.#fits(subject)) &&
      (stopwords.length === 0 || this.#hasStopword(subject))
    );
  }

  #hasCommit(origin: TextOrigin | undefined): boolean {
    return origin?.commit !== undefined && this.#data.commits.includes(origin.commit.toLowerCase());
  }

  #hasPath(origin: TextOrigin | undefined): boolean {
    if (origin?.path === undefined || this.#paths.length === 0) return false;
    const path = Buffer.from(origin.path);
    return this.#paths.some((pattern) => pattern().test(path));
  }

  #fits(subject: AllowlistSubject): boolean {
    const target = subject[this.#data.regexTarget];
    return target.length > 0 && this.#regexes.some((pattern) => pattern().test(target));
  }

  #hasStopword({ secret }: AllowlistSubject): boolean {
    if (this.#data.stopwords.length === 0) return false;
    const text = secret.toString('utf8').toLowerCase();
    return this.#data.stopwords.some((word) => text.includes(word));
  }
}
