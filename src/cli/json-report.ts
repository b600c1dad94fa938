import { ScanError } from '../errors.ts';
import { isRecord } from '../json-fields.ts';
import { readInputText } from './input-file.ts';
import type { CliIo } from './io.ts';

/** The findings of a JSON report, unchecked. @throws {ScanError} `usage` for what is no report of ours */
export async function reportFindings(name: string, io: CliIo): Promise<readonly unknown[]> {
  const text = await readInputText(name, io.cwd, 'report');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  if (isRecord(document) && Array.isArray(document['findings'])) return document['findings'] as unknown[];
  throw new ScanError('usage', `Cannot use report ${name}: it is not a JSON report of watertight`);
}
