import { createHash } from 'node:crypto';
import { ScanError } from '../errors.ts';
import { LEDGER_SCHEMA, SEAL_MARK } from '../report/ledger.ts';
import { merkleRoot } from '../report/merkle.ts';
import { fieldReader, type JsonRecord } from '../json-fields.ts';

/** A line for a file or member, as far as later commands need it. */
export interface LedgerLine {
  readonly path: string;
  readonly view: readonly string[];
  readonly sha256: string | null;
  /** Git's id of an audited object. */
  readonly object: string | undefined;
  readonly status: 'scanned' | 'partial' | 'skipped' | 'excluded';
  readonly accepted: boolean;
  readonly reason: string | null;
  readonly findings: number;
}

/** A ledger that was read. Digests are `sha256:` and hex. */
export interface LedgerFile {
  /** Lower-case hex, over all bytes of the file. */
  readonly sha256: string;
  readonly tool: { readonly version: string; readonly rulesDigest: string; readonly packetDigest: string };
  /** Path of the packet, or `built-in`. */
  readonly packet: string;
  readonly header: JsonRecord;
  readonly entries: readonly LedgerLine[];
  readonly footer: JsonRecord;
  readonly merkleRoot: string;
  readonly finishedAt: string;
  readonly counts: { readonly files: number; readonly findings: number; readonly skipped: number };
  readonly complete: boolean;
  readonly enforced: boolean;
  readonly exitCode: number;
  /** What contradicts the ledger's own digests; undefined if it is unchanged since it was written. */
  readonly broken: string | undefined;
}

const LINE_BREAK = 0x0a;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads a ledger and recomputes its digest, Merkle root and seal. A mismatch is reported in `broken`.
 *
 * @param name for messages
 * @throws {ScanError} `usage` with the line for a file that is not a ledger, or one without a seal
 */
export function readLedger(bytes: Uint8Array, name: string): LedgerFile {
  const lines = linesOf(bytes, name);
  const parsed = lines.map((line, index) => parseLine(line, index + 1, name));
  const read = fieldReader((line, reason) => malformed(name, line, reason));
  const header = parsed[0] ?? {};
  const footer = parsed.at(-1) ?? {};
  if (header['kind'] !== 'header' || header['schema'] !== LEDGER_SCHEMA) throw malformed(name, 1, 'is not a header');
  if (footer['kind'] !== 'footer' || lines.length < 2) throw malformed(name, lines.length, 'is not a footer');
  const entries = parsed.slice(1, -1).map((line, index) => entryOf(line, index + 2, read));
  const last = lines.length;
  const tool = read.object(header, 'tool', 1);
  const root = read.text(footer, 'merkleRoot', last, DIGEST);
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    tool: {
      version: read.text(tool, 'version', 1),
      rulesDigest: read.text(tool, 'rulesDigest', 1, DIGEST),
      packetDigest: read.text(tool, 'packetDigest', 1, DIGEST),
    },
    packet: read.text(tool, 'packet', 1),
    header,
    entries,
    footer,
    merkleRoot: root,
    finishedAt: read.text(footer, 'finishedAt', last),
    counts: {
      files: read.count(footer, 'files', last),
      findings: read.count(footer, 'findings', last),
      skipped: read.count(footer, 'skipped', last),
    },
    complete: read.flag(footer, 'complete', last),
    enforced: read.flag(footer, 'enforced', last),
    exitCode: read.count(footer, 'exitCode', last),
    broken: brokenPart(bytes, lines, {
      digest: read.text(footer, 'digest', last, DIGEST),
      root,
      seal: read.text(footer, 'seal', last, DIGEST),
      entries: read.count(footer, 'entries', last),
    }),
  };
}

function malformed(name: string, line: number, reason: string): ScanError {
  return new ScanError('usage', `Cannot use ledger ${name}: line ${line} ${reason}`);
}

function linesOf(bytes: Uint8Array, name: string): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_BREAK); end >= 0; end = bytes.indexOf(LINE_BREAK, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  if (start < bytes.length || lines.length === 0)
    throw malformed(name, lines.length + 1, 'is truncated: it has no line break');
  return lines;
}

function parseLine(line: Uint8Array, number: number, name: string): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line));
  } catch {
    throw malformed(name, number, 'is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(name, number, 'is not a JSON object');
  return value as JsonRecord;
}

const STATUS: readonly string[] = ['scanned', 'partial', 'skipped', 'excluded'];

function entryOf(line: JsonRecord, number: number, read: ReturnType<typeof fieldReader>): LedgerLine {
  read.text(line, 'kind', number, /^entry$/);
  return {
    path: read.text(line, 'path', number),
    view: read.texts(line, 'view', number),
    sha256: line['sha256'] === null ? null : read.text(line, 'sha256', number, /^[0-9a-f]{64}$/),
    object: line['object'] === undefined ? undefined : read.text(line, 'object', number, /^[0-9a-f]{40,64}$/),
    status: read.choice(line, 'status', number, STATUS) as LedgerLine['status'],
    accepted: line['accepted'] === true,
    reason: line['reason'] === null ? null : read.text(line, 'reason', number),
    findings: read.count(line, 'findings', number),
  };
}

interface Claims {
  readonly digest: string;
  readonly root: string;
  readonly seal: string;
  readonly entries: number;
}

function brokenPart(bytes: Uint8Array, lines: readonly Uint8Array[], claims: Claims): string | undefined {
  const footer = Buffer.from(lines.at(-1) ?? []);
  const body = bytes.subarray(0, bytes.length - footer.length - 1);
  // The seal is the last member, and only its own text may follow the sealed part.
  const end = `${SEAL_MARK}"${claims.seal}"}`;
  const sealed = bytes.subarray(0, bytes.length - 1 - end.length);
  if (!footer.toString('utf8').endsWith(end)) return 'its seal is not the last member of its footer';
  if (claims.entries !== lines.length - 2) return `it has ${lines.length - 2} entries, but its footer says otherwise`;
  if (sha256(body) !== claims.digest) return 'its lines do not match the digest in its footer';
  if (merkleRoot(lines.slice(1, -1)) !== claims.root) return 'its entries do not match the Merkle root in its footer';
  return sha256(sealed) === claims.seal ? undefined : 'its footer does not match its seal';
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
