import { ScanError } from '../../errors.ts';
import { Secret } from '../../secret.ts';
import type { NamedValue } from '../../types.ts';
import { LARGEST_SOURCE } from './sources.ts';

const ASSIGNED = /^[A-Za-z_][\w.-]*=/;

/**
 * Values that another program passes: `NAME\0VALUE\0` for each, or `NAME=VALUE\0` as `env -0` prints them.
 *
 * @throws {ScanError} `usage` for anything else, without quoting it
 */
export async function pairValues(stream: AsyncIterable<Uint8Array>): Promise<readonly NamedValue[]> {
  const records = (await readAll(stream)).split('\0');
  const left = records.pop();
  if (left !== '')
    throw new ScanError('usage', 'it does not end with a NUL: names and values are each followed by one');
  const assigned = records.filter((record) => ASSIGNED.test(record)).length;
  if (records.length > 0 && assigned === records.length) {
    return records.flatMap((record) =>
      named(record.slice(0, record.indexOf('=')), record.slice(record.indexOf('=') + 1)),
    );
  }
  if (records.length % 2 !== 0) throw new ScanError('usage', 'a name in it has no value: it is NAME, NUL, VALUE, NUL');
  return records.flatMap((name, index) => (index % 2 === 0 ? named(name, records[index + 1] ?? '') : []));
}

function named(name: string, value: string): readonly NamedValue[] {
  return value === '' ? [] : [{ name, secret: new Secret(value) }];
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > LARGEST_SOURCE) throw new ScanError('usage', 'it is longer than 64 MiB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
