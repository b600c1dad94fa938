import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { decodeText } from '../decode-text.ts';
import { systemReason } from '../errors.ts';
import { packetFailure } from './problems.ts';

/** Maximum size of a packet in bytes: 1 MiB. */
export const MAX_PACKET_BYTES: number = 1024 * 1024;

/**
 * Text of a packet, or of a document that contains one.
 *
 * @param shown The path for messages.
 * @throws ScanError `packet-invalid` if it cannot be read, is not a regular file, is larger than 1 MiB or is not text.
 */
export async function readPacketFile(file: string, shown: string): Promise<string> {
  return packetText(await readBounded(file, shown), shown);
}

/** The text of a packet's bytes. Throws `ScanError` `packet-invalid` if they are neither UTF-8 nor UTF-16 with a byte order mark. */
export function packetText(bytes: Uint8Array, shown: string): string {
  try {
    return decodeText(bytes);
  } catch (cause) {
    throw packetFailure(shown, 'it is neither UTF-8 nor UTF-16: save it as UTF-8', { cause });
  }
}

async function readBounded(file: string, shown: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK a named pipe would block the run until somebody writes to it.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) throw packetFailure(shown, 'it is not a file');
    if (stats.size > MAX_PACKET_BYTES) throw packetFailure(shown, 'it is larger than 1 MiB');
    return await handle.readFile();
  } catch (error) {
    throw error instanceof Error && error.name === 'ScanError'
      ? error
      : packetFailure(shown, systemReason(error), { cause: error });
  } finally {
    await handle?.close();
  }
}
