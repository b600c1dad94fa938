/**
 * Makes the folder `sample/` from fixture templates, scans it with the built command, and checks that leaks were found on
 * several surfaces: what a new user sees first. Ends 0 when the scan ended 1, as it should.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScanResult } from '../src/types.ts';
import { loadFixtures, writeFixture } from '../test/helpers/fixtures.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = 'sample';
const BIN = 'bin/watertight.js';
const LEAST_SURFACES = 4;

/** Evidence with a value in it, and evidence without any. */
const CASES: readonly string[] = [
  'sot/front-matter-note',
  'sot/founding-packet-cleaned',
  'task_file/agent-permissions',
  'argv/nul-separated',
  'argv/redacted-values',
  'report/junit-failure-message',
  'report/redaction-tokens',
  'trace/playwright-trace',
  'trace/har-redacted',
  'backend_log/rotated-gzip',
  'generated_config/docker-login',
  'generated_config/secret-references',
];

/** Writes the cases below `sample/`; a case that is gone ends the script. */
async function makeSample(): Promise<void> {
  const folder = join(ROOT, FOLDER);
  await rm(folder, { recursive: true, force: true });
  const fixtures = new Map((await loadFixtures()).map((fixture) => [fixture.id, fixture]));
  for (const id of CASES) {
    const fixture = fixtures.get(id);
    if (!fixture) throw new Error(`Cannot make ${FOLDER}/: no fixture ${id}`);
    await writeFixture(fixture, folder);
  }
}

/** Runs the scan on this terminal, colours and all, and gives its exit code. */
function scanSample(json: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, 'scan', FOLDER, '--output', `json=${json}`], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 128));
  });
}

/** What is wrong with the scan, or nothing. */
async function problemOf(code: number, json: string): Promise<string | undefined> {
  if (code !== 1) return `the scan of ${FOLDER}/ ended ${code} and should have ended 1`;
  const { findings } = JSON.parse(await readFile(json, 'utf8')) as ScanResult;
  const surfaces = new Set(findings.map(({ surface }) => surface));
  return surfaces.size < LEAST_SURFACES
    ? `the scan of ${FOLDER}/ found values on ${surfaces.size} surfaces and should have on ${LEAST_SURFACES}`
    : undefined;
}

async function main(): Promise<void> {
  await makeSample();
  console.log(`Made ${FOLDER}/ from fixture templates; its values are invented.`);
  console.log(`$ node ${BIN} scan ${FOLDER}\n`);
  const scratch = await mkdtemp(join(tmpdir(), 'watertight-sample-'));
  try {
    const json = join(scratch, 'result.json');
    const problem = await problemOf(await scanSample(json), json);
    if (problem !== undefined) {
      console.error(`\nSomething is wrong: ${problem}.`);
      process.exitCode = 1;
      return;
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
  console.log(`\nThe scan's exit code was 1, as it should be: ${FOLDER}/ holds values that evidence must not hold.`);
  console.log('The same on a folder of your own:');
  console.log(`node ${BIN} scan path/to/your/evidence`);
}

await main();
