/**
 * Scans this repository with the scanner that was just built: it must be clean and complete. A copy of one file with an
 * invented token in it must not be, so that a scanner that finds nothing does not pass.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Outcome } from './lib/run.ts';
import { expand } from './lib/values.ts';

const root = join(import.meta.dirname, '..');
/** What others wrote, what a test run leaves, and the sample, which holds findings on purpose. */
const EXCLUDED = ['node_modules', 'coverage', 'sample', '.cache'];

function scan(target: string, ...more: string[]): Promise<Outcome> {
  const exclusions = EXCLUDED.flatMap((name) => ['--exclude', `${name}/**`]);
  return run(process.execPath, [join(root, 'bin/watertight.js'), 'scan', target, '--quiet', ...exclusions, ...more], {
    cwd: root,
    env: { NO_COLOR: '1', WATERTIGHT_PACKET: '' },
  });
}

function fail(what: string, { code, output }: Outcome): void {
  console.error(`${what}: exit code ${code}\n${output}`);
  process.exitCode = 1;
}

const own = await scan('.');
if (own.code !== 0) fail('The repository is not clean, or was not read whole', own);

const temp = mkdtempSync(join(tmpdir(), 'watertight-self-'));
try {
  const token = expand(['ghp', '_', '{base62:30}', '{base62:6}'], 'own repository');
  const log = expand(['aws_secret_access_key = ', '{base64:40}'], 'own repository');
  writeFileSync(join(temp, 'CHANGELOG.md'), `${readFileSync(join(root, 'CHANGELOG.md'), 'utf8')}\n${token}\n${log}\n`);
  const planted = await scan(temp);
  if (planted.code !== 1) fail('A planted secret was not found', planted);
  if (planted.output.includes(token)) fail('A planted secret was printed', { ...planted, output: '' });
} finally {
  rmSync(temp, { recursive: true });
}

if (/"resolved":/.test(readFileSync(join(root, 'package-lock.json'), 'utf8'))) {
  console.error(
    'package-lock.json holds addresses: install with the omit-lockfile-registry-resolved setting of .npmrc',
  );
  process.exitCode = 1;
}
