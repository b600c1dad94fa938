import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { EXTENSION } from '../attest/extension.ts';
import { ScanError, systemReason } from '../errors.ts';

/** Bytes of both ends of a file by which it is recognised. */
const END_BYTES = 64 * 1024;
/** Attestations are read whole, because what they say of themselves stands anywhere; this is far more than a million files need. */
const WHOLE_BYTES = 512 * 1024 * 1024;

/** Both ends of a file. They overlap where it is small. */
interface Ends {
  readonly head: string;
  readonly tail: string;
  /** The text of all of it. */
  readonly whole: () => string;
}

type Recogniser = (ends: Ends) => boolean;

/** What watertight writes over where it finds its own. A file of any other kind is edited, or judged by its command. */
const OWN_KINDS = [
  'text',
  'brief',
  'github',
  'json',
  'sarif',
  'junit',
  'html',
  'gitlab',
  'ledger',
  'redaction',
  'selftest',
  'run',
  'fingerprints',
  'attestation',
] as const;
type OwnKind = (typeof OWN_KINDS)[number];

/** How each of them begins and ends. JSON may have been laid out anew by other tools. */
const RECOGNISERS: Readonly<Record<OwnKind, Recogniser>> = {
  text: ({ head, tail }) =>
    /^watertight \d\S* {2}(?:scanned|audited|checked) /.test(head) &&
    /\n(?:CLEAN|EMPTY|FAIL|INCOMPLETE|PASS) [^\n]*\(exit \d[^\n]*\)\n$/.test(tail),
  brief: ({ head, tail }) => startsWithOutcome(head) && isIndented(head.slice(head.indexOf('\n'))) && isIndented(tail),
  github: ({ head, tail }) => isAnnotations(head) && startsWithOutcome(lastLine(tail)),
  json: (ends) => isDocument(ends, 'report') || isDocument(ends, 'check'),
  sarif: ({ head }) =>
    /^\{\s*"\$schema":\s*"[^"]*sarif[^"]*",\s*"version":\s*"[^"]*",\s*"runs":\s*\[\s*\{\s*"tool":\s*\{\s*"driver":\s*\{\s*"name":\s*"watertight"/.test(
      head,
    ),
  junit: ({ head }) =>
    /^<\?xml [^>]*>\s*<testsuites>\s*<testsuite name="[^"]*" package="watertight(?:\.check)?"/.test(head),
  html: ({ head, tail }) =>
    /^<!DOCTYPE html>\s*<html [^>]*>\s*<head>\s*<meta charset="utf-8"\/>\s*<meta name="generator" content="watertight \d/.test(
      head,
    ) && /<\/html>\s*$/.test(tail),
  gitlab: ({ head }) =>
    /^\{\s*"version":\s*"[^"]*",\s*"scan":\s*\{\s*"analyzer":\s*\{\s*"id":\s*"watertight"/.test(head),
  ledger: ({ head, tail }) =>
    /^\{"schema":"watertight\/ledger\/v\d+","kind":"header"/.test(head) &&
    /"seal":"sha256:[0-9a-f]{64}"\}\n$/.test(tail),
  redaction: (ends) => isDocument(ends, 'redaction'),
  selftest: (ends) => isDocument(ends, 'selftest'),
  run: (ends) => isDocument(ends, 'run'),
  fingerprints: ({ head }) => /^\{\s*"format":\s*"watertight\/known-fingerprints\/v\d+"/.test(head),
  attestation: ({ whole }) => isAttestation(whole()),
};

/** Whether a kind of output has a form by which an earlier one is recognised. */
export function isOwnKind(kind: string): kind is OwnKind {
  return (OWN_KINDS as readonly string[]).includes(kind);
}

/**
 * Refuses to take the place of a file that is no earlier output of the same kind: it may be the evidence of this very run, under
 * whatever name or link. Empty files hold nothing that could be lost.
 *
 * @param file absolute path of a regular file that is there
 * @param shown as the command line names it
 * @throws {ScanError} `usage`
 */
export function assertReplaceable(kind: OwnKind, file: string, shown: string): void {
  if (recognised(kind, file, shown)) return;
  throw new ScanError(
    'usage',
    `Cannot write ${shown}: it exists and is not a ${kind} output of watertight; outputs never replace possible evidence ` +
      '(name another file, or remove this one)',
  );
}

function recognised(kind: OwnKind, file: string, shown: string): boolean {
  let fd: number | undefined;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size } = fstatSync(fd);
    return size === 0 || RECOGNISERS[kind](endsOf(fd, size));
  } catch (cause) {
    const state = systemReason(cause);
    throw new ScanError('usage', `Cannot write ${shown}: it exists and cannot be read (${state})`, { cause });
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function endsOf(fd: number, size: number): Ends {
  const part = (from: number, length: number): string => {
    const bytes = Buffer.alloc(length);
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, length, from));
  };
  const length = Math.min(size, END_BYTES);
  return {
    head: part(0, length),
    tail: part(size - length, length),
    whole: () => (size > WHOLE_BYTES ? '' : part(0, size)),
  };
}

function isDocument({ head, tail }: Ends, name: string): boolean {
  return new RegExp(`^\\{\\s*"schema":\\s*"watertight/${name}/v\\d+"`).test(head) && /\}\s*$/.test(tail);
}

function startsWithOutcome(text: string): boolean {
  return /^watertight: (?:BLOCKED|CLEAN|EMPTY|FAIL|INCOMPLETE) /.test(text);
}

/** Whether each line behind the first line feed is empty or begins with blanks. The last one may be cut. */
function isIndented(text: string): boolean {
  return !/\n[^ \n]/.test(text);
}

function isAnnotations(head: string): boolean {
  const first = head.slice(0, head.indexOf('\n'));
  return startsWithOutcome(first) || /^::(?:error|warning|notice) [^\n]*title=watertight/.test(first);
}

function lastLine(tail: string): string {
  const text = tail.trimEnd();
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** A statement with watertight's own part, alone or in an envelope. */
function isAttestation(text: string): boolean {
  try {
    const outer = JSON.parse(text) as { payload?: unknown };
    const inner = typeof outer.payload === 'string' ? Buffer.from(outer.payload, 'base64').toString('utf8') : text;
    const statement = JSON.parse(inner) as { predicate?: Record<string, unknown> };
    return statement.predicate?.[EXTENSION] !== undefined;
  } catch {
    return false;
  }
}
