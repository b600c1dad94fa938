import { createHash } from 'node:crypto';
import { signStatement } from '../attest/dsse.ts';
import type { LedgerFile } from '../attest/ledger-file.ts';
import { isReportOf } from '../attest/report-match.ts';
import { makeStatement, obstacles } from '../attest/statement.ts';
import { ScanError } from '../errors.ts';
import { plural } from '../report/figures.ts';
import { visible } from '../report/sanitize.ts';
import type { Arguments } from './arguments.ts';
import { readInput } from './input-file.ts';
import type { CliIo } from './io.ts';
import { knownValues } from './known-values.ts';
import { ledgerOf } from './ledger-of.ts';
import { targetOf, writeWhole } from './output-files.ts';
import { packetInForce } from './packet-of.ts';
import { safeText } from './safe-text.ts';

/** `watertight attest`: writes a statement about a scan, signed where a key is named; 0 where it says PASSED, else 1 or 3. */
export async function attestCommand(args: Arguments, io: CliIo): Promise<number> {
  if (args.paths.length > 1) throw new ScanError('usage', 'Cannot attest more than one ledger');
  const out = args.text('out');
  const target = out === undefined ? undefined : targetOf({ format: 'attestation', path: out }, io.cwd);
  const { ledger, name } = await ledgerOf(args, io);
  if (ledger.broken !== undefined) {
    throw new ScanError('usage', `Cannot attest ledger ${name}: it was changed after it was written: ${ledger.broken}`);
  }
  // What the packet declares is hidden, or refused, as well.
  await knownValues(args, io, await packetInForce(args, io));
  const statement = makeStatement(ledger, {
    resource: uriOf(args, 'resource'),
    verifier: uriOf(args, 'verifier'),
    subject: args.text('subject') === 'ledger' ? 'ledger' : 'files',
    report: await reportDigest(args, io, ledger),
  });
  const key = args.text('key');
  const { text: plain, subjects } = statement;
  const text = key === undefined ? plain : signStatement(plain, await readInput(key, io.cwd, 'key'));
  if (target === undefined) io.stdout.write(text);
  else await writeWhole(target, text);
  const failed = obstacles(ledger);
  const signed = key === undefined ? 'unsigned' : 'signed';
  const { files, findings } = ledger.counts;
  io.stderr.write(
    failed.length === 0
      ? `watertight: attested PASSED, ${signed}: ${plural(subjects, 'subject')}; ${plural(files, 'file', 'files and members')} scanned\n`
      : `watertight: attested FAILED, ${signed}: ${failed.join('; ')}\n`,
  );
  if (failed.length === 0) return 0;
  return findings > 0 ? 1 : 3;
}

/** @throws {ScanError} `usage` for what is no absolute URI, or holds a value: a statement is for others to read */
function uriOf(args: Arguments, flag: string): string | undefined {
  const text = args.text(flag);
  if (text === undefined) return undefined;
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}]+$/u.test(text))
    throw new ScanError('usage', `Cannot use --${flag}: it is not a URI (a URI begins with a scheme such as https:)`);
  if (safeText(text) === visible(text)) return text;
  throw new ScanError('usage', `Cannot use --${flag}: it contains a value that readers of the statement would see`);
}

async function reportDigest(args: Arguments, io: CliIo, ledger: LedgerFile): Promise<string | undefined> {
  const path = args.text('report');
  if (path === undefined) return undefined;
  const bytes = await readInput(path, io.cwd, 'report');
  if (!isReportOf(bytes, ledger)) {
    throw new ScanError('usage', `Cannot attest with report ${path}: it is not a JSON report of the ledger's run`);
  }
  return createHash('sha256').update(bytes).digest('hex');
}
