import type { Stats } from 'node:fs';
import { chmod, chown, stat } from 'node:fs/promises';

/**
 * Gives a new file the permissions and, if the user may set them, the owner and group of the file that it replaces: what root replaces must
 * stay readable to whoever could read it.
 *
 * @throws {Error} Node's, if the permissions cannot be set
 */
export async function keepAccess(file: string, { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>): Promise<void> {
  const own = await stat(file);
  if (own.uid !== uid || own.gid !== gid) await chown(file, uid, gid).catch(() => undefined);
  await chmod(file, mode & 0o777);
}
