import { isSignedBy, parseEnvelope, PAYLOAD_TYPE } from '../attest/dsse.ts';
import { readLedger } from '../attest/ledger-file.ts';
import { attestsLedger, parseStatement } from '../attest/statement-file.ts';
import { ScanError } from '../errors.ts';
import { plural } from '../report/figures.ts';
import type { Arguments } from './arguments.ts';
import { readInput, readInputText } from './input-file.ts';
import type { CliIo } from './io.ts';
import { safeText } from './safe-text.ts';

/** `watertight attest verify`: checks a signature offline, and that what was signed says PASSED; 1 where either is not so. */
export async function attestVerifyCommand(args: Arguments, io: CliIo): Promise<number> {
  const [name, ...others] = args.paths;
  const key = args.text('key');
  if (name === undefined || others.length > 0 || key === undefined) {
    throw new ScanError('usage', 'Cannot verify: name one envelope, and its public key with --key FILE');
  }
  const envelope = parseEnvelope(await readInputText(name, io.cwd, 'envelope'), name);
  if (!isSignedBy(envelope, await readInput(key, io.cwd, 'key'))) {
    io.stdout.write('FAIL: no signature matches this key\n');
    return 1;
  }
  if (envelope.payloadType !== PAYLOAD_TYPE)
    throw new ScanError('usage', `Cannot verify ${name}: its payload is not an in-toto statement`);
  const statement = parseStatement(envelope.payload, name);
  const ledgerName = args.text('ledger');
  if (ledgerName !== undefined) {
    const ledger = readLedger(await readInput(ledgerName, io.cwd, 'ledger'), ledgerName);
    if (!attestsLedger(statement, ledger)) {
      io.stdout.write('FAIL: signed by this key, but for another ledger\n');
      return 1;
    }
  }
  const { result, subjects } = statement;
  // Each by itself: in a sentence with others the digest of a URN reads like the value of what stands before it.
  const [time, verifier, resource] = [statement.time, statement.verifier, statement.resource].map(safeText);
  const word = result === 'PASSED' ? 'PASS' : 'FAIL';
  io.stdout.write(
    `${word}: signed by this key, ${result} at ${time} by ${verifier} for ${resource}: ${plural(subjects, 'subject')}\n`,
  );
  return result === 'PASSED' ? 0 : 1;
}
