import { tarOf, zipOf } from './archives.ts';
import { valueOf } from './view-writer.ts';

/** An empty file below a folder, whose name, or a name on the way to it, contains a value. */
export interface NamedFile {
  /** What the name belongs to. */
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
}

const NOTHING = Buffer.from('started\n');

/** A file for each kind of name that is evidence. `text`: a line with a value. */
export function namedFiles(text: string): readonly NamedFile[] {
  const value = valueOf(text);
  return [
    { name: 'file', path: `${value}.log`, bytes: NOTHING },
    { name: 'folder', path: `run-${value}/a.log`, bytes: NOTHING },
    { name: 'folder in base64', path: `run-${Buffer.from(value).toString('base64url')}/a.log`, bytes: NOTHING },
    { name: 'member of a zip', path: 'a.zip', bytes: zipOf(`${value}.log`, NOTHING) },
    { name: 'folder of a tar', path: 'a.tar', bytes: tarOf(`run-${value}/a.log`, NOTHING) },
  ];
}
