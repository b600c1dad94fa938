/** Files for test repositories, and events of sources as lines of text. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Blob, SourceEvent } from '../../../src/types.ts';
import { assert } from '../../helpers/suite.ts';
import { git } from './helpers.ts';

/** Text of a blob of any kind. */
export async function textOf(blob: Blob): Promise<string> {
  const reader = blob.open();
  const into = Buffer.alloc(1 << 16);
  let text = '';
  for (let count = await reader.read(into); count > 0; count = await reader.read(into)) {
    text += into.toString('utf8', 0, count);
  }
  reader.close();
  return text;
}

/** A line for an event: path, view, text and the versions before it; or path, reason and scope. */
export async function lineOf(event: SourceEvent): Promise<string> {
  if (event.kind === 'skip') return `${event.skip.path} ${event.skip.reason} ${event.inScope ? 'in' : 'out'}`;
  if (event.kind === 'name') return event.name.path;
  const before = await Promise.all((event.before ?? []).map(textOf));
  const view = event.blob.view.length > 0 ? ` [${event.blob.view.join()}]` : '';
  return `${event.blob.path}${view}: ${await textOf(event.blob)}${before.map((text) => ` < ${text}`).join('')}`;
}

/** Writes files below a folder. */
export function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Commits all that is in the work tree, and these files. */
export function commit(folder: string, files: Readonly<Record<string, string>> = {}): void {
  put(folder, files);
  git(folder, ['add', '-A']);
  git(folder, ['commit', '-q', '--allow-empty', '-m', 'c']);
}

/** That a promise fails with such a message. */
export async function rejects(promise: Promise<unknown>, message: RegExp): Promise<void> {
  try {
    await promise;
  } catch (error) {
    assert.match((error as Error).message, message);
    return;
  }
  assert.unreachable('did not throw');
}
