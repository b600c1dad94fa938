/** Ordinary clients of the registries, each for its own kind of package. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** Unpacks a Python package as its authors published it, tests and all (`pip` would build it to do so); needs `unearth` from PyPI. */
export async function pythonArchive(requirement: string, into: string): Promise<void> {
  const place = join(into, requirement.replace('==', '-'));
  mkdirSync(place);
  try {
    await must('unearth', ['--no-binary', '--download', place, requirement], into);
    for (const file of readdirSync(place)) {
      await must('tar', ['xzf', file], place);
      rmSync(join(place, file));
    }
  } catch (error) {
    rmSync(place, { recursive: true });
    throw error;
  }
}

/** Copies the sources of Rust crates, each as `name@version`, into a folder; nothing of them is built. */
export async function rustCrates(crates: readonly string[], into: string): Promise<void> {
  const work = join(into, '.work');
  mkdirSync(join(work, 'src'), { recursive: true });
  writeFileSync(join(work, 'src/lib.rs'), '');
  const lines = crates.map((crate) => {
    const [name, version] = crate.split('@');
    return `${name} = { version = "=${version}", default-features = false }`;
  });
  const head = '[package]\nname = "trees"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]';
  writeFileSync(join(work, 'Cargo.toml'), [head, ...lines, ''].join('\n'));
  await must('cargo', ['vendor', '--quiet', '--versioned-dirs', 'vendor'], work);
  for (const crate of crates) {
    const folder = crate.replace('@', '-');
    renameSync(join(work, 'vendor', folder), join(into, folder));
  }
  rmSync(work, { recursive: true });
}

/** Unpacks an npm package into a folder; nothing of it is installed or run. */
export async function npmPackage(name: string, into: string): Promise<void> {
  const lines = (await must('npm', ['pack', '--silent', '--ignore-scripts', name], into)).trim().split('\n');
  const file = lines.at(-1) ?? '';
  const place = join(into, file.replace(/\.tgz$/, ''));
  mkdirSync(place);
  await must('tar', ['xzf', file, '--strip-components=1', '-C', place], into);
  rmSync(join(into, file));
}

/** Installs Python programs into a folder of their own; they stand in `bin`. */
export async function pythonPrograms(requirements: readonly string[], into: string): Promise<void> {
  await must('python3', ['-m', 'venv', into], into);
  await must(join(into, 'bin/pip'), ['install', '--quiet', ...requirements], into);
  for (const name of readdirSync(join(into, 'bin'))) startBeside(join(into, 'bin', name), into);
}

/** Lets a script be run by the interpreter beside it: its first line names the folder, which gets another name. */
function startBeside(file: string, folder: string): void {
  const text = readFileSync(file, 'latin1');
  if (!text.startsWith(`#!${folder}`)) return;
  const start = `#!/bin/sh\n'''exec' "$(dirname -- "$0")/python3" "$0" "$@"\n' '''`;
  writeFileSync(
    file,
    text.replace(/^.*/, () => start),
    'latin1',
  );
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
