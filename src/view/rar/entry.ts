import type { Loss } from '../nested-blob.ts';
import type { Packed } from './unpacker.ts';

/** How a member's data was packed. */
export type RarMethod = 'stored' | 'rar3' | 'rar5';

/** What an archive says of a member. */
export interface RarEntry extends Packed {
  readonly name: string;
  /** What a link leads to; empty for all else. */
  readonly target: string;
  readonly isFolder: boolean;
  /** The method's name where it is none that is undone. */
  readonly method: RarMethod | { readonly unknown: string };
  /** CRC-32 of what is unpacked; undefined where there is none, or none of all of it. */
  readonly crc: number | undefined;
  readonly isEncrypted: boolean;
  /** Whether data of it stands in the volume before this one, or in the next one. */
  readonly isCut: { readonly before: boolean; readonly behind: boolean };
}

/** Services whose data people wrote, as members: the comment, and streams beside files. Others say what the headers say as well. */
export const READ_SERVICES: Readonly<Record<string, string>> = { CMT: 'comment', STM: 'stream' };

/** What reading an archive's headers gives, in order. */
export type RarEvent = RarEntry | Loss;
