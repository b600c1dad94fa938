import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CACHE, cached } from './cache.ts';
import peers from './peers.json' with { type: 'json' };
import { goProgram, npmPrograms, pythonPrograms } from './registries.ts';

/** Installs the peers that the registries have into the cache; says which could not be had. */
export async function installPeers(say: (line: string) => void): Promise<void> {
  const attempt = async (name: string, fill: (folder: string) => Promise<void>): Promise<void> => {
    try {
      say(`peers: ${await cached(`peers/${name}`, fill)}`);
    } catch (error) {
      say(`peers: no ${name}: ${error instanceof Error ? error.message : 'unknown error'}`);
    }
  };
  await attempt('npm', (folder) => npmPrograms(peers.npm, folder));
  for (const requirement of peers.python) {
    // A virtual environment names its own folder in its programs: it is made where it stays.
    const folder = join(CACHE, 'peers', requirement.split('==')[0] ?? '');
    await attempt(`${requirement.split('==')[0]}.made`, async () => {
      await pythonPrograms([requirement], await cached(`peers/${requirement.split('==')[0]}`, async () => {}));
      say(`peers: ${folder}`);
    });
  }
  for (const { name, module } of peers.go) await attempt(name, (folder) => goProgram(name, module, folder));
}

const FOLDERS: readonly string[] = [
  'peers/npm/node_modules/.bin',
  'peers/kingfisher-bin/bin',
  'peers/detect-secrets/bin',
  ...peers.go.map(({ name }) => `peers/${name}`),
];

/** Absolute path of a program, in the cache before `PATH`; undefined where it is not installed. */
export function programPath(name: string): string | undefined {
  const folders = [...FOLDERS.map((folder) => join(CACHE, folder)), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
