import { mayBeCommand } from './command/may-begin.ts';
import { noCommandWithin } from './command/refused-within.ts';
import { mayBegin } from './generic/may-begin.ts';
import { refusedWithin } from './generic/refused-within.ts';
import { mayOpenData, mayOpenObject, mayOpenStrings } from './manifest.ts';
import { mayBeUserList } from './user-setting.ts';

/** Whether a matcher may find something at a keyword, by the bytes around it. */
export type MayBegin = (bytes: Uint8Array, at: number) => boolean;

/** Of the matchers in code that can tell so, by their names. */
export const MAY_BEGIN: Readonly<Record<string, MayBegin | undefined>> = {
  command: mayBeCommand,
  'user-list': mayBeUserList,
  'secret-data': mayOpenData,
  'secret-data-first': mayOpenData,
  'secret-json': mayOpenObject,
  'secret-strings': mayOpenStrings,
  assignment: mayBegin,
};

/** Bytes around a keyword that say for certain that a matcher finds nothing there, whatever stands beyond; undefined where more may count. */
export type RefusedWithin = (bytes: Buffer, at: number) => number | undefined;

/** Of the matchers in code that can tell so, by their names. */
export const REFUSED_WITHIN: Readonly<Record<string, RefusedWithin | undefined>> = {
  command: noCommandWithin,
  assignment: refusedWithin,
};
