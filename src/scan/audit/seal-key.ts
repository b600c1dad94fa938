import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';

type Env = Readonly<Record<string, string | undefined>>;

const FILE = 'audit.key';
/** Length of the key, in bytes. */
const LENGTH = 32;

/**
 * The key that this user's caches are sealed with: a repository from somebody else could include a cache that claims it
 * is clean. The key is in the user's cache folder (`$XDG_CACHE_HOME`, or `.cache` in the home folder that the
 * environment names), is created if missing, and protects nothing else.
 *
 * @returns undefined if there is none and none can be stored
 */
export function sealKey(env: Env): Buffer | undefined {
  const home = cacheHome(env);
  if (home === undefined) return undefined;
  const folder = join(home, 'watertight');
  const file = join(folder, FILE);
  return readKey(file) ?? makeKey(folder, file);
}

/** A relative path in the variable is ignored, as the XDG Base Directory Specification requires. */
function cacheHome(env: Env): string | undefined {
  const named = env['XDG_CACHE_HOME'];
  if (named !== undefined && isAbsolute(named)) return named;
  const home = env['HOME'] ?? env['USERPROFILE'];
  return home !== undefined && isAbsolute(home) ? join(home, '.cache') : undefined;
}

function readKey(file: string): Buffer | undefined {
  try {
    const key = readFileSync(file);
    return key.length === LENGTH ? key : undefined;
  } catch {
    return undefined;
  }
}

function makeKey(folder: string, file: string): Buffer | undefined {
  try {
    makeFolder(folder);
    writeFileSync(file, randomBytes(LENGTH), { mode: 0o600, flag: 'wx' });
  } catch {
    // Another audit may have created it in the meantime.
  }
  return readKey(file);
}
