/** Makes docs/check-case.md: takes the founding case from its prose to an admitted run and writes down what each command says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expand } from './values.ts';
import { type Case, HEI, ISSUES, MODEL, PRD, PROVIDER, RECORD, STAGE2, withCase } from '../../test/check/case.ts';
import { run, type Ended } from '../../test/cli/helpers.ts';

const TEXT = join(import.meta.dirname, 'check-case.md');
const PACKET = '.watertight/packet.yaml';
const FIELDS: Readonly<Record<string, string>> = {
  provider: PROVIDER,
  model: MODEL,
  'approval_source.kind': 'governed-core-route',
  'approval_source.ref': 'core/route/cto',
  'approval_source.by': 'jp',
  'approval_source.at': '2026-06-02',
  'credential_source.class': 'env',
  'credential_source.ref': 'CTO_HARNESS_CASE_API_KEY',
  allowed_network_class: 'allowlisted-egress',
  'evidence_expectations.id': 'summary',
  'evidence_expectations.surface': 'report',
  'evidence_expectations.path': 'reports/*.txt',
  'evidence.path': 'reports/case/dry-run.json',
};

/** The guide's text with every output in its place. */
export async function checkCase(): Promise<string> {
  const outputs = new Map<string, string>();
  await withCase(async (one) => {
    await tell(one, (name, command, ended) => outputs.set(name, block(command, ended)));
  });
  const text = await readFile(TEXT, 'utf8');
  return text.replace(/^<!-- (?<name>[a-z0-9-]+) -->$/gm, (_, name: string) => {
    const output = outputs.get(name);
    if (output === undefined) throw new Error(`Cannot make docs/check-case.md: there is no output '${name}'`);
    return output;
  });
}

type Keep = (name: string, command: string, ended: Ended) => void;

/** The story, command by command. */
async function tell(one: Case, keep: Keep): Promise<void> {
  const prd = one.read(PRD);
  const watertight = async (name: string, argv: readonly string[], shown = argv.join(' ')): Promise<Ended> => {
    const ended = await run([...argv, ...(argv[0] === 'check' ? ['--quiet'] : [])], { cwd: one.root, env: one.env });
    keep(name, `watertight ${shown}`, ended);
    return ended;
  };
  one.remove(PRD);
  const proposed = await watertight('init', ['packet', 'init', '--from', ISSUES]);
  one.write(PRD, prd);
  one.write(
    PACKET,
    proposed.out
      .replace(/    # - \{ role: prd.*\n/, `    - { role: prd, path: ${PRD} }\n`)
      .replace(
        /\n# Acceptance lines[^]*/,
        "surfaces: { commit: { range: 'main..HEAD', required: true } }\nevidence: { rules: { reachable_from: [main] } }\n",
      ),
  );
  one.commitAll('packet');
  keep('packet', `cat ${PACKET}`, { code: 0, out: one.read(PACKET), err: '' });
  one.write(PRD, one.read(ISSUES));
  await watertight('trap', ['check']);
  one.write(PRD, prd);
  await watertight('closed', ['check']);
  await watertight('coverage', ['packet', 'coverage']);
  await decide(one, watertight);
  await admit(one, watertight);
}

type Run = (name: string, argv: readonly string[], shown?: string) => Promise<Ended>;

async function decide(one: Case, watertight: Run): Promise<void> {
  const form = await watertight('form', ['decision', 'new', '--branch', 'external_provider_approved']);
  one.record(form.out);
  await watertight('unfilled', ['check']);
  const value = expand(['sk-', '{base62:28}'], 'guide');
  const refused = [
    'decision',
    'new',
    '--branch',
    'external_provider_approved',
    '--field',
    `credential_source.ref=${value}`,
  ];
  await watertight(
    'refused',
    refused,
    'decision new --branch external_provider_approved --field credential_source.ref=<the key itself>',
  );
  const fields = { ...FIELDS, 'evidence.commit': one.commit };
  const flags = Object.entries(fields).flatMap(([name, text]) => ['--field', `${name}=${text}`]);
  const filled = await watertight(
    'filled',
    ['decision', 'new', '--branch', 'external_provider_approved', ...flags],
    'decision new --branch external_provider_approved --field provider=acme --field …',
  );
  one.record(
    filled.out.replace(
      /review_trigger:[^]*?(?=evidence_expectations)/,
      'review_trigger: { kind: event, event: a new version of the model }\n',
    ),
  );
  one.commitAll('Approve acme for the case', { GIT_AUTHOR_NAME: 'jp' });
  await watertight('history', ['decision', 'history']);
  await watertight('decided', ['check']);
}

async function admit(one: Case, watertight: Run): Promise<void> {
  one.admit(PROVIDER, 'acme/case-8b');
  await watertight('mismatch', ['check']);
  one.admit();
  one.write(HEI, '{"result":"pass"}\n');
  one.write('runs/7/argv.jsonl', JSON.stringify({ argv: ['harness', 'case', '--model', 'acme/case-8b'] }));
  await watertight('other-model', ['check']);
  one.write('runs/7/argv.jsonl', JSON.stringify({ argv: ['harness', 'case', '--model', MODEL] }));
  one.write(STAGE2, JSON.stringify({ result: 'pass', provider: PROVIDER, model: MODEL }));
  await watertight('admitted', ['check']);
  one.write(RECORD, one.read(RECORD));
}

/** A command with what it wrote. Passed checks, digests and the version are left out: they change with every rule. */
function block(command: string, { code, out, err }: Ended): string {
  const text = `${out}${err}`
    .replace(/\nCHECKS\n[^]*?\n(?=(?:PASS|FAIL|INCOMPLETE|INVALID) )/, '\n')
    .replace(/sha256:[0-9a-f]{12}/g, 'sha256:…')
    .replace(/^watertight \d\S*/m, 'watertight')
    .trimEnd();
  return `\`\`\`console\n$ ${command}\n${text}\n$ echo $?\n${code}\n\`\`\``;
}
