/** Makes docs/attestation.md: scans a folder, changes it, and writes down what each command says. */
import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ended, run, withFolder } from '../../test/cli/helpers.ts';

const TEXT = join(import.meta.dirname, 'attest-guide.md');
const LEDGER = 'scan.ledger.jsonl';

/** The guide's text with every output in its place. */
export async function attestGuide(): Promise<string> {
  const outputs = new Map<string, string>();
  await withFolder({ 'out/server.log': 'ready\n', 'out/summary.json': '{"passed":41}\n' }, async (cwd) => {
    await tell(cwd, (name, command, ended) => outputs.set(name, block(command, ended)));
  });
  const text = await readFile(TEXT, 'utf8');
  return text.replace(/^<!-- (?<name>[a-z0-9-]+) -->$/gm, (_, name: string) => {
    const output = outputs.get(name);
    if (output === undefined) throw new Error(`Cannot make docs/attestation.md: there is no output '${name}'`);
    return output;
  });
}

function pretty(text: string): string {
  return JSON.stringify(JSON.parse(text), null, 2);
}

type Keep = (name: string, command: string, ended: Ended) => void;

/** The story, command by command. */
async function tell(cwd: string, keep: Keep): Promise<void> {
  const watertight = async (name: string, ...argv: readonly string[]): Promise<void> => {
    keep(name, `watertight ${argv.join(' ')}`, await run(argv, { cwd }));
  };
  const show = async (name: string, command: string, file: string, form: (text: string) => string): Promise<void> => {
    keep(name, command, { code: 0, out: form(await readFile(join(cwd, file), 'utf8')), err: '' });
  };
  await watertight('scan', 'scan', 'out', '--ledger', LEDGER, '--quiet', '--format', 'brief');
  await show('ledger', `cat ${LEDGER}`, LEDGER, (text) => text);
  await watertight('verify', 'ledger', 'verify', LEDGER);
  await watertight('diff', 'ledger', 'diff', LEDGER, 'out');
  await watertight('publish', 'publish-check', LEDGER, 'out');
  await watertight('attest', 'attest', LEDGER, '--out', 'statement.json', '--resource', 'https://example.com/runs/193');
  await show('statement', 'jq . statement.json', 'statement.json', pretty);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await writeFile(join(cwd, 'ci.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(join(cwd, 'ci.pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  await watertight('sign', 'attest', LEDGER, '--out', 'envelope.json', '--key', 'ci.pem');
  await watertight('signed', 'attest', 'verify', 'envelope.json', '--key', 'ci.pub.pem', '--ledger', LEDGER);
  await writeFile(join(cwd, 'out/server.log'), 'ready\nand more\n');
  await writeFile(join(cwd, 'out/late.txt'), 'written after the scan\n');
  await watertight('changed', 'ledger', 'verify', LEDGER);
  await watertight('late', 'ledger', 'diff', LEDGER, 'out');
  await watertight('refused', 'publish-check', LEDGER, 'out');
}

/** A command with what it wrote. Digests of rules and runs, times and versions are left out: they change with every run. */
function block(command: string, { code, out, err }: Ended): string {
  const text = `${out}${err}`
    .replace(/[0-9a-f]{64}/g, '…')
    .replace(/sha256:[0-9a-f]{12}\b/g, 'sha256:…')
    .replace(/\(\d[\d.]* m?s, /, '(')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-11-27T…Z')
    .replace(/"(version|watertight)":( ?)"\d[^"]*"/g, '"$1":$2"…"')
    .replace(/^watertight \d\S*/m, 'watertight')
    .trimEnd();
  return `\`\`\`console\n$ ${command}\n${text}\n$ echo $?\n${code}\n\`\`\``;
}
