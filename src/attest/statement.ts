import { jsonText } from '../report/json-text.ts';
import { isMarked } from '../name-mark.ts';
import { wellFormed } from '../report/sanitize.ts';
import { EXTENSION } from './extension.ts';
import { ledgerPaths } from './ledger-files.ts';
import type { JsonRecord } from '../json-fields.ts';
import type { LedgerFile } from './ledger-file.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
/** https://slsa.dev/spec/v1.1/verification_summary */
export const VSA_TYPE = 'https://slsa.dev/verification_summary/v1';
/** The verifier, unless the caller names one. */
const VERIFIER = 'urn:watertight:verifier';
/** Level of a scan without findings; SLSA lets verifiers define names that do not begin with `SLSA_`. */
const LEVEL = 'WATERTIGHT_NO_FORBIDDEN_VALUE';

/** What an attestation states in addition to the ledger's content. */
export interface StatementOptions {
  /** URI of what the files are: keeps a statement about one thing from being presented for another. */
  readonly resource?: string | undefined;
  /** URI of the verifier. @default VERIFIER */
  readonly verifier?: string | undefined;
  /** Subjects are the ledger's files, or only the ledger, as always for an audit. @default 'files' */
  readonly subject?: 'files' | 'ledger';
  /** SHA-256 of the report of the same run, in lower-case hex. */
  readonly report?: string | undefined;
}

/** Why a run cannot be attested as passed; empty if it can. */
export function obstacles(ledger: LedgerFile): string[] {
  const { counts, complete, enforced, exitCode } = ledger;
  return [
    ...(counts.findings > 0 ? [`the scan found ${counts.findings}`] : []),
    ...(complete ? [] : ['the scan was not complete']),
    ...(enforced ? [] : ['nothing was enforced (--report-only)']),
    ...(counts.files === 0 ? ['no file was scanned'] : []),
    ...(exitCode !== 0 && complete && counts.findings === 0 ? [`the scan ended with ${exitCode}`] : []),
  ];
}

/** An attestation: its text, and its number of subjects. */
export interface Statement {
  readonly text: string;
  readonly subjects: number;
}

/** The attestation: an in-toto Statement v1 with a SLSA Verification Summary v1. The same ledger gives the same text. */
export function makeStatement(ledger: LedgerFile, options: StatementOptions = {}): Statement {
  const passed = obstacles(ledger).length === 0;
  const ledgerUri = `urn:watertight:ledger:${ledger.sha256}`;
  const predicate = {
    verifier: { id: options.verifier ?? VERIFIER, version: { watertight: ledger.tool.version } },
    timeVerified: ledger.finishedAt,
    resourceUri: options.resource ?? ledgerUri,
    policy: {
      uri: `urn:watertight:packet:${encodeURI(wellFormed(ledger.packet))}`,
      digest: digestSet(ledger.tool.packetDigest),
    },
    inputAttestations: [
      { uri: ledgerUri, digest: { sha256: ledger.sha256 } },
      ...(options.report === undefined
        ? []
        : [{ uri: `urn:watertight:report:${options.report}`, digest: { sha256: options.report } }]),
    ],
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: [passed ? LEVEL : 'FAILED'],
    slsaVersion: '1.1',
    [EXTENSION]: extension(ledger),
  };
  const subject = subjects(ledger, options.subject ?? 'files');
  const statement = { _type: STATEMENT_TYPE, subject, predicateType: VSA_TYPE, predicate };
  return { text: `${jsonText(statement)}\n`, subjects: subject.length };
}

function subjects(ledger: LedgerFile, kind: 'files' | 'ledger'): object[] {
  const own = [{ name: 'ledger', digest: { sha256: ledger.sha256 } }];
  // An audit is about the objects of a history; it does not prove anything about the few files in the repository's
  // folder.
  if (kind === 'ledger' || ledger.header['command'] === 'audit') return own;
  const files = ledgerPaths(ledger).flatMap(({ path, hashes }) =>
    // in-toto: a name without meaning is `_`.
    hashes.map((sha256) => ({ name: isMarked(path) ? '_' : path, digest: { sha256 } })),
  );
  return files.length > 0 ? files : own;
}

function extension(ledger: LedgerFile): JsonRecord {
  const { header, footer, counts } = ledger;
  const { command, targets, git, baseline, startedAt } = header;
  return {
    ledgerRoot: digestSet(ledger.merkleRoot),
    rulesDigest: digestSet(ledger.tool.rulesDigest),
    packetDigest: digestSet(ledger.tool.packetDigest),
    command,
    targets,
    git,
    baseline,
    startedAt,
    files: counts.files,
    findings: counts.findings,
    skipped: counts.skipped,
    excluded: footer['excluded'],
    allowed: footer['allowed'],
    complete: ledger.complete,
    enforced: ledger.enforced,
    exitCode: ledger.exitCode,
    obstacles: obstacles(ledger),
  };
}

function digestSet(digest: string): { readonly sha256: string } {
  return { sha256: digest.replace(/^sha256:/, '') };
}
