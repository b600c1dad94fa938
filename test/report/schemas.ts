/** Schema helpers of the report tests. */

/** A copy of a schema in which an object may hold no member that the schema does not name. */
export function strict<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(strict) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict<unknown>(value)]));
  const closes = 'properties' in copy && !('additionalProperties' in copy) && !('oneOf' in copy);
  return (closes ? { ...copy, additionalProperties: false } : copy) as T;
}
