/** A whole number with commas: `2,904`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A number with its noun: `1 file`, `41 files`. */
export function plural(value: number, singular: string, several: string = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : several}`;
}

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes in decimal units: `912 B`, `18.1 MB`. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 'B';
  for (const larger of UNITS) {
    if (value < 999.95) break;
    value /= 1000;
    unit = larger;
  }
  return `${unit === 'B' ? count(value) : value.toFixed(1)} ${unit}`;
}

/** `sha256:` and the first twelve digits: enough to compare by eye, the JSON has the whole. */
export function shortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':', 2);
  return hex === '' ? digest.slice(0, 19) : `${algorithm}:${hex.slice(0, 12)}`;
}

/** Counts by name, the largest first and equal ones by name. */
export function byCount(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
}

/** Sum of counts by name. */
export function total(counts: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const value of Object.values(counts)) sum += value;
  return sum;
}

/** How often each key occurs, in order of first occurrence. */
export function grouped<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
