/** What a Git LFS pointer says about the file it represents. */
export interface LfsPointer {
  /** SHA-256 of the content, in lower-case hex. */
  readonly id: string;
  /** In bytes. */
  readonly size: number;
}

/** Pointers are shorter than this (Git LFS specification v1). */
const LONGEST = 1024;
const SHAPE =
  /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\n(?:ext-[^\n]{1,200}\n){0,10}oid sha256:(?<id>[0-9a-f]{64})\nsize (?<size>\d{1,15})\n?$/;

/**
 * Reads a blob as a Git LFS pointer; undefined for any other content.
 *
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
export function lfsPointer(bytes: Uint8Array): LfsPointer | undefined {
  if (bytes.length >= LONGEST) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const { id, size } = SHAPE.exec(text)?.groups ?? {};
  return id === undefined ? undefined : { id, size: Number(size) };
}

/** Where Git LFS keeps the content: a path in the repository's folder that all worktrees share. */
export function lfsPath({ id }: LfsPointer): string {
  return `lfs/objects/${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`;
}
