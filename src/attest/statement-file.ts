import { ScanError } from '../errors.ts';
import { fieldReader, isRecord } from '../json-fields.ts';
import type { LedgerFile } from './ledger-file.ts';
import { STATEMENT_TYPE, VSA_TYPE } from './statement.ts';

/** The content of a verification summary. */
export interface StatementFacts {
  readonly result: 'PASSED' | 'FAILED';
  readonly resource: string;
  readonly verifier: string;
  readonly time: string;
  readonly subjects: number;
  /** SHA-256 of what it was made from, in lower-case hex. */
  readonly inputs: readonly string[];
}

/**
 * Reads an in-toto statement with a verification summary; unknown members are ignored.
 *
 * @param name for messages
 * @throws {ScanError} `usage` for anything else
 */
export function parseStatement(bytes: Uint8Array, name: string): StatementFacts {
  const fail = (_place: number, reason: string): ScanError =>
    new ScanError('usage', `Cannot use the statement of ${name}: it ${reason}`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw fail(0, 'is not JSON');
  }
  if (!isRecord(value) || value['_type'] !== STATEMENT_TYPE) throw fail(0, 'is not an in-toto Statement v1');
  if (value['predicateType'] !== VSA_TYPE) throw fail(0, 'is not a SLSA verification summary v1');
  const read = fieldReader(fail);
  const predicate = read.object(value, 'predicate', 0);
  const inputs = Array.isArray(predicate['inputAttestations']) ? predicate['inputAttestations'] : [];
  return {
    result: read.choice(predicate, 'verificationResult', 0, ['PASSED', 'FAILED']) as StatementFacts['result'],
    resource: read.text(predicate, 'resourceUri', 0),
    verifier: read.text(read.object(predicate, 'verifier', 0), 'id', 0),
    time: read.text(predicate, 'timeVerified', 0),
    subjects: Array.isArray(value['subject']) ? value['subject'].length : 0,
    inputs: inputs.flatMap((input: unknown) => {
      const digest = isRecord(input) && isRecord(input['digest']) ? input['digest']['sha256'] : undefined;
      return typeof digest === 'string' ? [digest] : [];
    }),
  };
}

/** Whether the statement was made from this very ledger. */
export function attestsLedger(statement: StatementFacts, ledger: LedgerFile): boolean {
  return statement.inputs.includes(ledger.sha256);
}
