import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../lib/run.ts';
import { CACHE, cached } from './cache.ts';
import packages from './packages.json' with { type: 'json' };
import { goModule, npmPackage, pythonSources } from './registries.ts';
import { filesOf, link, sampleFiles, sampleHeads, sizeOf } from './slices.ts';

const SHARED = resolve(import.meta.dirname, '../..', process.env['WATERTIGHT_SHARED'] ?? '../shared');
const SAMPLES = join(SHARED, 'bench/loghub-2k.tar.gz');
const LOG_MEGABYTES = 400;
const SMALL_FILES = 100_000;
const BIG_FILE = 5e9;

/** What is scanned: a folder, and how to take a part of it. */
interface CorpusKind {
  readonly make: (say: (line: string) => void) => Promise<string>;
  readonly sample: (from: string, into: string, bytes: number) => void;
}

/** The corpora by name; the last two are for memory and file handling and are made only when they are named. */
const CORPORA: Readonly<Record<string, CorpusKind>> = {
  source: { make: sourceTree, sample: sampleFiles },
  logs: { make: logs, sample: sampleHeads },
  json: { make: json, sample: sampleHeads },
  'small-files': { make: smallFiles, sample: sampleFiles },
  'big-file': { make: bigFile, sample: sampleHeads },
};

/** A corpus, or a part of it, on disk. */
export interface Corpus {
  readonly name: string;
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/**
 * The corpus of that name, made if it is not there yet; of it a part of about `megabytes` where that is given and less than
 * the whole.
 *
 * @throws {Error} where what it is made of cannot be had
 */
export async function corpusOf(
  name: string,
  megabytes: number | undefined,
  say: (line: string) => void,
): Promise<Corpus> {
  const kind = CORPORA[name];
  if (kind === undefined) throw new Error(`Cannot bench ${name}: the corpora are ${Object.keys(CORPORA).join(', ')}`);
  const whole = await kind.make(say);
  const all = described(name, whole);
  if (megabytes === undefined || megabytes * 1e6 >= all.bytes) return all;
  const part = await cached(`corpora/${name}-${megabytes}`, async (folder) =>
    kind.sample(whole, folder, megabytes * 1e6),
  );
  return described(name, part);
}

function described(name: string, folder: string): Corpus {
  const files = filesOf(folder);
  return { name, folder, files: files.length, bytes: sizeOf(files) };
}

/** Sources of packages in several languages, from the registries; one that cannot be had is named and left out. */
async function sourceTree(say: (line: string) => void): Promise<string> {
  return cached('corpora/source', async (folder) => {
    const kinds = [
      { list: packages.go, fetch: goModule },
      { list: packages.python, fetch: pythonSources },
      { list: packages.npm, fetch: npmPackage },
    ];
    for (const { list, fetch } of kinds) {
      for (const name of list) {
        try {
          say(`source: ${name}`);
          await fetch(name, folder);
        } catch (error) {
          say(`source: without ${name}: ${error instanceof Error ? error.message : 'unknown error'}`);
        }
      }
    }
    if (filesOf(folder).length === 0) throw new Error('no registry gave a package');
  });
}

async function python(script: string, ...args: string[]): Promise<void> {
  const { code, output } = await run('python3', [join(SHARED, 'bench', script), ...args], { cwd: CACHE });
  if (code !== 0) throw new Error(`${script} ended ${code}: ${output.trimEnd().slice(-300)}`);
}

/** The log samples, unpacked. */
async function logSamples(): Promise<string> {
  if (!existsSync(SAMPLES))
    throw new Error('the log samples are not here (bench/loghub-2k.tar.gz in WATERTIGHT_SHARED)');
  const folder = await cached('samples', async (into) => {
    const { code, output } = await run('tar', ['xzf', SAMPLES, '-C', into], { cwd: into });
    if (code !== 0) throw new Error(`tar ended ${code}: ${output.trimEnd()}`);
  });
  const first = filesOf(folder).find(({ path }) => path.endsWith('_2k.log'));
  return resolve(folder, first?.path ?? '', '..');
}

async function logs(): Promise<string> {
  const samples = await logSamples();
  return cached('corpora/logs', (folder) => python('gen_logs.py', samples, folder, String(LOG_MEGABYTES)));
}

async function json(say: (line: string) => void): Promise<string> {
  const samples = await logSamples();
  const tree = await sourceTree(say);
  return cached('corpora/json', (folder) => python('gen_json.py', samples, tree, folder));
}

/** Many files of at most 16 KB: those of the source tree, under new names until there are enough. */
async function smallFiles(say: (line: string) => void): Promise<string> {
  const tree = await sourceTree(say);
  return cached('corpora/small-files', async (folder) => {
    const files = filesOf(tree).filter(({ size }) => size > 0 && size <= 16_384);
    for (let count = 0; count < SMALL_FILES; count++) {
      const file = files[count % files.length];
      const place = join(folder, String(Math.floor(count / 500)).padStart(4, '0'));
      if (count % 500 === 0) mkdirSync(place);
      // The ending says what a file is; the number keeps names apart.
      if (file) link(join(tree, file.path), join(place, `${count}-${file.path.split('/').at(-1)}`));
    }
  });
}

/** One file of 5 GB: the logs, again and again. */
async function bigFile(): Promise<string> {
  const from = await logs();
  return cached('corpora/big-file', async (folder) => {
    const into = join(folder, 'all.log');
    for (let bytes = 0; bytes < BIG_FILE;) {
      for (const { path, size } of filesOf(from)) {
        if (bytes >= BIG_FILE) break;
        appendFileSync(into, readFileSync(join(from, path)));
        bytes += size;
      }
    }
  });
}
