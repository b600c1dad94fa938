import type { Loss } from '../nested-blob.ts';
import type { Packed } from './unpacker.ts';

/** How a member's data was packed. */
export type RarMethod = 'stored' | 'rar3' | 'rar5';

/** What an archive says about a member. */
export interface RarEntry extends Packed {
  readonly name: string;
  /** The target of a link; empty for all others. */
  readonly target: string;
  readonly isFolder: boolean;
  /** The name of the method if it is not supported. */
  readonly method: RarMethod | { readonly unknown: string };
  /** CRC-32 of the unpacked data; undefined if there is none, or none of the complete data. */
  readonly crc: number | undefined;
  readonly isEncrypted: boolean;
  /** Whether part of the data is in the previous volume, or in the next one. */
  readonly isCut: { readonly before: boolean; readonly behind: boolean };
}

/** Services with data from users, as members: the comment, and streams attached to files. Others only repeat what the headers say. */
export const READ_SERVICES: Readonly<Record<string, string>> = { CMT: 'comment', STM: 'stream' };

/** Results of reading an archive's headers, in order. */
export type RarEvent = RarEntry | Loss;
