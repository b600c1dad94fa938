import { LinearPattern } from '../../engine/linear/linear-pattern.ts';
import { ScanError } from '../../errors.ts';
import { mayQuote } from '../../may-quote.ts';
import { isRecord, type JsonRecord } from '../../json-fields.ts';

/** Receives notes on parts of a file that are not used, in words without a value. */
export type OnNote = (note: string) => void;

/**
 * Reads the members of one table of a gitleaks configuration. Names are case-insensitive, as in gitleaks; `end` reports the members that
 * were never requested.
 */
export class Fields {
  readonly #values: Map<string, { readonly name: string; readonly value: unknown }>;
  /** Description of the table for messages: `rule acme-token of gitleaks.toml`. */
  readonly #what: string;

  constructor(table: JsonRecord, what: string) {
    this.#values = new Map(Object.entries(table).map(([name, value]) => [name.toLowerCase(), { name, value }]));
    this.#what = what;
  }

  fail(reason: string, cause?: unknown): ScanError {
    return new ScanError('rule-invalid', `Cannot use ${this.#what}: ${reason}`, { cause });
  }

  text(name: string): string | undefined {
    return this.#take(name, 'a text', (value): value is string => typeof value === 'string');
  }

  /** A number, at least 0. */
  number(name: string): number | undefined {
    return this.#take(
      name,
      'a number from 0 on',
      (value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0,
    );
  }

  /** A whole number, at least 0. */
  count(name: string): number | undefined {
    return this.#take(
      name,
      'a whole number from 0 on',
      (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
    );
  }

  flag(name: string): boolean {
    return this.#take(name, 'true or false', (value): value is boolean => typeof value === 'boolean') ?? false;
  }

  texts(name: string): readonly string[] {
    return this.#take(name, 'a list of texts', isTexts) ?? [];
  }

  table(name: string): JsonRecord | undefined {
    return this.#take(name, 'a table', isRecord);
  }

  tables(name: string): readonly JsonRecord[] {
    return this.#take(name, 'a list of tables', isTables) ?? [];
  }

  /** A pattern, checked by compiling it. */
  pattern(name: string): string | undefined {
    const pattern = this.text(name);
    return pattern === undefined || pattern === '' ? undefined : this.#compiled(pattern, `'${name}'`);
  }

  patterns(name: string): readonly string[] {
    return this.texts(name).map((pattern, index) => this.#compiled(pattern, `'${name}', number ${index + 1},`));
  }

  /** Skips members that do not affect detection. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#values.delete(name.toLowerCase());
  }

  /** Reports the members that were not requested. */
  end(onNote: OnNote): void {
    for (const { name } of this.#values.values()) {
      const shown = /^[\w.-]+$/.test(name) && mayQuote(name) ? `'${name}'` : 'a key that is no name';
      onNote(`${this.#what}: ${shown} is not known and has no effect`);
    }
  }

  #take<T>(name: string, form: string, is: (value: unknown) => value is T): T | undefined {
    const key = name.toLowerCase();
    const found = this.#values.get(key);
    this.#values.delete(key);
    if (found === undefined) return undefined;
    const { value } = found;
    if (!is(value)) throw this.fail(`'${name}' is not ${form}`);
    return value;
  }

  #compiled(pattern: string, name: string): string {
    try {
      void new LinearPattern(pattern);
      return pattern;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw this.fail(`${name} cannot be used: ${error.message}`, error);
    }
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isTables(value: unknown): value is JsonRecord[] {
  return Array.isArray(value) && value.every(isRecord);
}
