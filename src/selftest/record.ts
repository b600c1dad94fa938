import type { SelftestResult } from './selftest.ts';

/** Name and version of the record's form; `schemas/selftest.v1.schema.json` describes it. */
const SELFTEST_SCHEMA = 'watertight/selftest/v1';

/** The record as a document. There is no value in it, and none that was planted exists any more. */
export function selftestText({ tool, planted, missing, notPlanted, exitCode }: SelftestResult, at: string): string {
  const document = { schema: SELFTEST_SCHEMA, tool, at, planted, missing, notPlanted, exitCode };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}
