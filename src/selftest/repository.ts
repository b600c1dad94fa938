import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** Writes a repository with one commit with the given message, object by object (gitformat-loose, gitrepository-layout). */
export async function writeRepository(folder: string, message: string): Promise<void> {
  const git = join(folder, '.git');
  const object = async (kind: string, body: Buffer): Promise<string> => {
    const bytes = Buffer.concat([Buffer.from(`${kind} ${body.length}\0`), body]);
    const id = createHash('sha1').update(bytes).digest('hex');
    await mkdir(join(git, 'objects', id.slice(0, 2)), { recursive: true });
    await writeFile(join(git, 'objects', id.slice(0, 2), id.slice(2)), deflateSync(bytes));
    return id;
  };
  await mkdir(join(git, 'refs/heads'), { recursive: true });
  const tree = await object('tree', Buffer.alloc(0));
  const who = 'selftest <selftest@watertight.invalid> 0 +0000';
  const commit = await object('commit', Buffer.from(`tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${message}\n`));
  await writeFile(join(git, 'refs/heads/main'), `${commit}\n`);
  await writeFile(join(git, 'HEAD'), 'ref: refs/heads/main\n');
  await writeFile(join(git, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = false\n');
}
