import { mayBegin, MOST_USERINFO } from './may-begin.ts';
import { type NameKind, NameMemory } from './name.ts';
import { frontOfKey, nameAround } from './name-around.ts';

const COLON = 0x3a;
/** Farthest that {@link mayBegin} looks where it refuses, and that the name of a value reaches with what stands around it. */
const LOOKED_AT = MOST_USERINFO + 53;
const AROUND_NAME = 128;
const [BEFORE, BEHIND] = [80, 48] as const;
/** Anchors that are nothing but the part of a name: others lead to values in ways of their own. */
const ONLY_NAMES = /^(?:pass|psw|psk|pwd|key|tok|cred|jwt|[ads])/i;

const names = new NameMemory();

/**
 * How many bytes around the anchor at `at` say that nothing is assigned there, whatever stands beyond: most names with an anchor in them are
 * those of something else, such as `author`. Undefined where more may count.
 */
export function refusedWithin(bytes: Buffer, at: number): number | undefined {
  if (!mayBegin(bytes, at)) return LOOKED_AT;
  return bytes[at] !== COLON && kindAt(bytes, at) === 'none' ? AROUND_NAME : undefined;
}

function kindAt(bytes: Buffer, at: number): NameKind | undefined {
  const from = Math.max(0, at - BEFORE);
  const text = bytes.toString('latin1', from, Math.min(bytes.length, at + BEHIND));
  if (!ONLY_NAMES.test(text.slice(at - from, at - from + 4))) return undefined;
  const [start, end] = nameAround(text, at - from);
  return names.kindOf(text.slice(frontOfKey(text, start, end), end));
}
