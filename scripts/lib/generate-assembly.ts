import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FOLDER = 'src/engine/assembly';
/** Those of its files that are modules, by the file that they are written to: the second is loaded with audits. The others are parts of one. */
const MODULES = {
  'assembly.json': ['prefilter', 'runs', 'known', 'places', 'lines', 'escapes'],
  'assembly-audit.json': ['differences'],
} as const;
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--use', 'abort='];

/**
 * Compiles `src/engine/assembly` to WebAssembly and writes the modules, in base64, to files in `out`. Compiles
 * nothing when sources, flags and compiler are those of the file that is there. The same sources give the same bytes.
 *
 * @throws {Error} with the compiler's messages
 */
export async function generateAssembly(out: string): Promise<void> {
  const { version } = JSON.parse(await readFile('node_modules/assemblyscript/package.json', 'utf8')) as {
    version: string;
  };
  const hash = createHash('sha256').update(JSON.stringify([version, FLAGS, MODULES]));
  for (const name of (await readdir(FOLDER)).sort()) hash.update(await readFile(join(FOLDER, name)));
  const digest = hash.digest('hex');
  for (const [name, modules] of Object.entries(MODULES)) await generateFile(join(out, name), modules, digest);
}

async function generateFile(file: string, names: readonly string[], digest: string): Promise<void> {
  if (existsSync(file) && (JSON.parse(await readFile(file, 'utf8')) as { digest: string }).digest === digest) return;
  const modules: Record<string, string> = {};
  for (const name of names) modules[name] = await compile(name, dirname(file));
  await writeFile(file, JSON.stringify({ digest, ...modules }));
}

function sourceOf(name: string): string {
  return `${FOLDER}/${name}.ts`;
}

async function compile(name: string, out: string): Promise<string> {
  const { main } = await import('assemblyscript/asc');
  const folder = await mkdtemp(join(out, 'assembly-'));
  try {
    const wasm = join(folder, 'module.wasm');
    let messages = '';
    const stderr = { write: (text: string | Uint8Array): void => void (messages += String(text)) };
    const { error } = await main([sourceOf(name), ...FLAGS, '--outFile', wasm], { stderr });
    if (error !== null) throw new Error(`Cannot compile ${sourceOf(name)}: ${messages}`, { cause: error });
    return (await readFile(wasm)).toString('base64');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
