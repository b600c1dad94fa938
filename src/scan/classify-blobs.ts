import { builtinRules } from '../detect/builtin.ts';
import { Detector } from '../detect/detector.ts';
import type { KnownFinder } from '../detect/known/finder.ts';
import { ScanError } from '../errors.ts';
import type { Packet } from '../policy/packet.ts';
import { classify } from '../surface/classify.ts';
import { documentPaths } from '../policy/governed.ts';
import { compileSurfaceGlobs } from '../surface/globs.ts';
import type { Blob, Surface } from '../types.ts';
import { detectCharset } from '../view/charset.ts';
import { transcodingReader } from '../view/transcode.ts';
import { pathInPacket } from './packet-path.ts';
import { SafeNames } from './names.ts';
import { PeekedReader, readHead } from './readers.ts';
import { openSources, type SourceOptions } from './sources.ts';

const HEAD_SIZE = 64 * 1024;

/** A file and its surface, or the reason why it was not read (then `surface` is null). Names are safe to show. */
export interface ClassifiedBlob {
  readonly path: string;
  readonly surface: Surface | null;
  readonly reason: string;
}

/** Gives every file under the paths with its surface, in scan order. @param options `known` finds declared values in names */
export async function* classifyBlobs(
  options: SourceOptions & {
    readonly packet: Packet;
    readonly packetRoot: string;
    readonly known?: KnownFinder | undefined;
  },
): AsyncGenerator<ClassifiedBlob> {
  const globs = await compileSurfaceGlobs(options.packet.surfaces, documentPaths(options.packet.governed));
  const names = new SafeNames(new Detector(builtinRules(), { known: options.known }));
  for await (const event of openSources(options, options.packet)) {
    if (event.kind === 'skip') {
      const { path, reason, detail } = event.skip;
      if (event.inScope) yield { path: names.of(path), surface: null, reason: names.of(`${reason}: ${detail}`) };
      continue;
    }
    if (event.kind === 'name') continue;
    const { blob } = event;
    const path = names.of(blob.path);
    try {
      const head = await textHead(blob);
      const { surface, reason } = classify({
        path: pathInPacket(blob.path, options.cwd, options.packetRoot),
        head,
        globs,
      });
      yield { path, surface, reason };
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      yield { path, surface: null, reason: names.of(error.message) };
    }
  }
}

/** The first bytes of a blob's text, as UTF-8. */
async function textHead(blob: Blob): Promise<Uint8Array> {
  const reader = blob.open();
  try {
    const head = await readHead(reader, HEAD_SIZE);
    const charset = detectCharset(head);
    if (charset === 'utf-8') return head;
    return await readHead(
      transcodingReader(new PeekedReader(head, { read: () => 0, close: () => undefined }), charset),
      HEAD_SIZE,
    );
  } finally {
    reader.close();
  }
}
