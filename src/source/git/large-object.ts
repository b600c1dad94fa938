import type { Blob, Origin } from '../../types.ts';
import { streamBlob } from '../stream-blob.ts';
import { startGit } from './command.ts';
import type { Repository } from './repository.ts';

/** An object too large for memory: a separate git process gives its bytes each time it is opened. */
export function largeObject(
  repository: Repository,
  object: { readonly id: string; readonly type: string; readonly size: number },
  place: { readonly path: string; readonly origin: Origin },
): Blob {
  const { id, type, size } = object;
  const stream = async function* (): AsyncGenerator<Uint8Array> {
    const git = startGit(['cat-file', type, id], repository.git);
    git.stdin.end();
    try {
      yield* git.stdout as AsyncIterable<Uint8Array>;
      await git.ended;
    } finally {
      git.stop();
    }
  };
  return { ...streamBlob({ path: place.path, view: [], size, stream }), origin: place.origin };
}
