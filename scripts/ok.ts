/**
 * The one gate: every check of the repository, in order, a line each.
 *
 * `--only a,b` and `--skip a,b` choose steps by name, `--list` names them. With `--ci` a failed step does not end the run,
 * and the last line is the tests' own `N passed, N failed`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stepsOf, type Step } from './lib/steps.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    skip: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    ci: { type: 'boolean', default: false },
  },
});

function chosen(steps: readonly Step[]): readonly Step[] {
  const only = values.only?.split(',');
  const skip = values.skip.split(',').filter(Boolean);
  const names = steps.map(({ name }) => name);
  const unknown = [...(only ?? []), ...skip].filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`Cannot choose ${unknown.join(', ')}: the steps are ${names.join(', ')}`);
  return steps.filter(({ name }) => (only?.includes(name) ?? true) && !skip.includes(name));
}

/** Runs the steps; gives the names of those that failed and the line that counts the tests. */
async function runSteps(steps: readonly Step[]): Promise<{ failed: string[]; counts: string | undefined }> {
  const failed: string[] = [];
  let counts: string | undefined;
  for (const step of steps) {
    const started = performance.now();
    const { code, output } = await step.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${seconds} s  ${step.name.padEnd(9)} ${step.says}`);
    counts = /^\d+ passed, \d+ failed$/m.exec(output)?.[0] ?? counts;
    if (code === 0) continue;
    failed.push(step.name);
    console.log(output.trimEnd());
    if (!values.ci) break;
  }
  return { failed, counts };
}

const temp = mkdtempSync(join(tmpdir(), 'watertight-ok-'));
try {
  const steps = chosen(stepsOf(join(import.meta.dirname, '..'), temp));
  if (values.list) for (const { name, says } of steps) console.log(`${name.padEnd(9)} ${says}`);
  else {
    const { failed, counts } = await runSteps(steps);
    if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`);
    if (counts !== undefined) console.log(counts);
    if (failed.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
