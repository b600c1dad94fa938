import { join } from 'node:path';
import { build } from 'esbuild';
import { run } from '../lib/run.ts';

/**
 * Bundles a script of this folder into `cwd`: the loader that runs the sources slows what is measured.
 *
 * @returns runs it there with arguments and gives what it prints; throws an `Error` where it fails
 */
export async function bundledScript(name: string, cwd: string): Promise<(...args: string[]) => Promise<string>> {
  const script = join(cwd, `${name}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: script,
    logLevel: 'error',
  });
  return async (...args) => {
    const { code, output } = await run('node', [script, ...args], { cwd });
    if (code !== 0) throw new Error(`${name} ended ${code}: ${output.trimEnd().slice(-300)}`);
    return output;
  };
}
