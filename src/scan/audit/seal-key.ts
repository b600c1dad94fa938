import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';

type Env = Readonly<Record<string, string | undefined>>;

const FILE = 'audit.key';
/** Bytes of the key. */
const LENGTH = 32;

/**
 * The key that this user's caches are sealed with: a repository that somebody else has made could bring a cache along which says
 * that it is clean. It lies in the user's cache folder (`$XDG_CACHE_HOME`, or `.cache` in the home folder), and is made when there
 * is none; it protects nothing else.
 *
 * @returns undefined where there is none and none can be kept
 */
export function sealKey(env: Env): Buffer | undefined {
  const folder = join(cacheHome(env), 'watertight');
  const file = join(folder, FILE);
  return readKey(file) ?? makeKey(folder, file);
}

/** A relative path in the variable counts for nothing, as the XDG Base Directory Specification says. */
function cacheHome(env: Env): string {
  const named = env['XDG_CACHE_HOME'];
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), '.cache');
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
    // Another audit may have made it in between.
  }
  return readKey(file);
}
