import type { SelftestResult } from './selftest.ts';

/** Name and version of the record format, described by `schemas/selftest.v1.schema.json`. */
const SELFTEST_SCHEMA = 'watertight/selftest/v1';

/** The record as a document. It contains no value, and the planted values no longer exist. */
export function selftestText({ tool, planted, missing, notPlanted, exitCode }: SelftestResult, at: string): string {
  const document = { schema: SELFTEST_SCHEMA, tool, at, planted, missing, notPlanted, exitCode };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}
