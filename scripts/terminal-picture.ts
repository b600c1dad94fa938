/**
 * Draws the scan of the sample folder for README.md: `npm run sample`, then `npm run picture`. `--input FILE` draws other
 * text with ANSI colours instead, `--output FILE` writes elsewhere than docs/scan.svg.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './lib/run.ts';
import { terminalSvg } from './lib/terminal-svg.ts';

const COMMAND = 'watertight scan sample';

async function sampleScan(root: string): Promise<string> {
  if (!existsSync(join(root, 'sample'))) throw new Error('Cannot draw the sample: run npm run sample first');
  const { code, stdout, output } = await run(process.execPath, ['bin/watertight.js', 'scan', 'sample', '--quiet'], {
    cwd: root,
    env: { FORCE_COLOR: '1', COLUMNS: '100' },
  });
  if (code !== 1) throw new Error(`Cannot draw the sample: the scan ended with ${code}\n${output}`);
  return stdout;
}

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { input: { type: 'string' }, output: { type: 'string', default: join(root, 'docs/scan.svg') } },
});
const text = values.input === undefined ? await sampleScan(root) : readFileSync(values.input, 'utf8');
writeFileSync(values.output, terminalSvg(`\u001B[1m$ ${COMMAND}\u001B[0m\n\n${text}`, { title: COMMAND }));
