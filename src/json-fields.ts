/** A JSON object from outside. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Reads required members; each method throws the error that `fail` makes for the place and the member's name. */
export interface FieldReader {
  /** @param form must match the whole text */
  text(record: JsonRecord, name: string, place: number, form?: RegExp): string;
  texts(record: JsonRecord, name: string, place: number): readonly string[];
  choice(record: JsonRecord, name: string, place: number, choices: readonly string[]): string;
  /** A whole number, at least 0. */
  count(record: JsonRecord, name: string, place: number): number;
  flag(record: JsonRecord, name: string, place: number): boolean;
  object(record: JsonRecord, name: string, place: number): JsonRecord;
}

/**
 * Creates a reader of members. Its error reasons name the member but never contain its value.
 *
 * @param fail creates the error for a place and a reason
 */
export function fieldReader(fail: (place: number, reason: string) => Error): FieldReader {
  const checked = <T>(record: JsonRecord, name: string, place: number, is: (value: unknown) => value is T): T => {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (!is(value)) throw fail(place, `has no valid '${name}'`);
    return value;
  };
  return {
    text: (record, name, place, form) =>
      checked(
        record,
        name,
        place,
        (value): value is string => isText(value) && (form === undefined || form.test(value)),
      ),
    texts: (record, name, place) =>
      checked(record, name, place, (value): value is string[] => Array.isArray(value) && value.every(isText)),
    choice: (record, name, place, choices) =>
      checked(record, name, place, (value): value is string => isText(value) && choices.includes(value)),
    count: (record, name, place) => checked(record, name, place, isCount),
    flag: (record, name, place) =>
      checked(record, name, place, (value): value is boolean => typeof value === 'boolean'),
    object: (record, name, place) => checked(record, name, place, isRecord),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
