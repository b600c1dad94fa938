import { mayBeCommand } from './command/may-begin.ts';
import { mayBegin } from './generic/may-begin.ts';
import { mayOpenData, mayOpenObject, mayOpenStrings, mayOpenStringsObject } from './manifest-begin.ts';
import { mayBeUserList } from './user-setting.ts';

/** Whether a matcher may match at a keyword, judged by the surrounding bytes. */
export type MayBegin = (bytes: Uint8Array, at: number) => boolean;

/** By name, for the matchers implemented in code that can tell. */
export const MAY_BEGIN: Readonly<Record<string, MayBegin | undefined>> = {
  command: mayBeCommand,
  'user-list': mayBeUserList,
  'secret-data': mayOpenData,
  'secret-data-first': mayOpenData,
  'secret-json': mayOpenObject,
  'secret-json-strings': mayOpenStringsObject,
  'secret-strings': mayOpenStrings,
  assignment: mayBegin,
};
