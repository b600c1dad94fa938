import { cutName } from '../../cut-name.ts';
import type { Blob, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { nameOf, skipOf, type Loss } from '../nested-blob.ts';
import { expandWith, memberAt, type RandomAccess } from '../random-access.ts';
import { expandCabinet } from '../cabinet/cabinet.ts';
import { expandSevenZip } from '../seven-zip/seven-zip.ts';
import { arMembers } from './ar.ts';
import { cpioMembers } from './cpio.ts';
import { framedMembers } from './framed.ts';
import { rpmMembers } from './rpm.ts';
import { expandXar } from './xar.ts';

/** Archives whose members are stored unpacked, one after the other. */
type PlainKind = 'ar' | 'cpio' | 'rpm' | 'framed';
/** Archives whose readers are loaded together. */
export type ArchiveKind = PlainKind | '7z' | 'cab' | 'xar';

/** A member's name and span, or the reason why the archive cannot be read. */
export type ArchiveEvent = { readonly name: string; readonly span: Span } | Loss;

const READERS: Readonly<Record<PlainKind, (access: RandomAccess) => Iterable<ArchiveEvent>>> = {
  ar: arMembers,
  cpio: cpioMembers,
  rpm: rpmMembers,
  framed: framedMembers,
};
/** Archives whose members are packed together, or listed separately. */
const EXPANSIONS = { '7z': expandSevenZip, cab: expandCabinet, xar: expandXar } as const;
/** Names of containers may be long; a report needs only part of one. */
const LONGEST_NAME = 1024;

/** Gives the members of an archive in order. */
export function expandArchive(blob: Blob, kind: ArchiveKind, budget: Budget): AsyncGenerator<SourceEvent> {
  if (kind in EXPANSIONS) return EXPANSIONS[kind as keyof typeof EXPANSIONS](blob, budget);
  const members = READERS[kind as PlainKind];
  return expandWith(blob, function* (access) {
    for (const event of members(access)) {
      if ('reason' in event) yield skipOf(blob, event);
      else {
        const step = `${kind}:${cutName(event.name, LONGEST_NAME)}`;
        // Folders and empty files.
        const isEmpty = event.span.end <= event.span.start;
        yield isEmpty ? nameOf(blob, step) : memberAt({ blob, access, budget }, step, event.span);
      }
    }
  });
}
