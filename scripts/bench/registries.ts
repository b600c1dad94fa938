/** Ordinary clients of the registries, each for its own kind of package. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/run.ts';

async function must(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output, stdout } = await run(command, args, { cwd });
  if (code !== 0) throw new Error(`Cannot run ${command} ${args.join(' ')}: ${output.trimEnd().slice(-500)}`);
  return stdout;
}

/** The folder of a module's sources in Go's own module cache. */
async function goSources(module: string, cwd: string): Promise<string> {
  const { Dir } = JSON.parse(await must('go', ['mod', 'download', '-json', module], cwd)) as { readonly Dir: string };
  return Dir;
}

/** Copies a Go module's sources into a folder. */
export async function goModule(module: string, into: string): Promise<void> {
  cpSync(await goSources(module, into), join(into, module.replaceAll('/', '_')), { recursive: true });
}

/** Unpacks a Python package into a folder; nothing of it is built or run. */
export async function pythonSources(requirement: string, into: string): Promise<void> {
  const place = join(into, requirement.replace('==', '-'));
  mkdirSync(place);
  await must('pip', ['download', '--quiet', '--no-deps', '--only-binary', ':all:', '-d', '.', requirement], place);
  const file = readdirSync(place)[0] ?? '';
  await must('python3', ['-m', 'zipfile', '-e', file, '.'], place);
  rmSync(join(place, file));
}

/** Unpacks an npm package into a folder; nothing of it is installed or run. */
export async function npmPackage(name: string, into: string): Promise<void> {
  const lines = (await must('npm', ['pack', '--silent', '--ignore-scripts', name], into)).trim().split('\n');
  const file = lines.at(-1) ?? '';
  await must('tar', ['xzf', file], into);
  rmSync(join(into, file));
  renameSync(join(into, 'package'), join(into, file.replace(/\.tgz$/, '')));
}

/** Installs Python programs into a folder of their own; they stand in `bin`. */
export async function pythonPrograms(requirements: readonly string[], into: string): Promise<void> {
  await must('python3', ['-m', 'venv', into], into);
  await must(join(into, 'bin/pip'), ['install', '--quiet', ...requirements], into);
}

/** Installs npm programs into a folder; they stand in `node_modules/.bin`. */
export async function npmPrograms(packages: readonly string[], into: string): Promise<void> {
  await must('npm', ['install', '--silent', '--ignore-scripts', '--prefix', into, ...packages], into);
}

/** Builds the program of a Go module from a copy of its sources, where its own `replace` lines hold. */
export async function goProgram(name: string, module: string, into: string): Promise<void> {
  const sources = join(into, 'sources');
  mkdirSync(sources);
  cpSync(await goSources(module, into), sources, { recursive: true });
  await must('chmod', ['-R', 'u+w', sources], into);
  await must('go', ['build', '-trimpath', '-o', join(into, name), '.'], sources);
  rmSync(sources, { recursive: true });
  if (!existsSync(join(into, name))) throw new Error(`Cannot build ${name}: it has no program`);
}
