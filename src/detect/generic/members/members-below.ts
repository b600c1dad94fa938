import { argumentMembers } from './argument-members.ts';
import { besideMembers } from './beside-members.ts';
import { elementMembers } from './element-members.ts';
import { keyedMember } from './keyed-members.ts';
import { lineMembers } from './line-members.ts';
import { mapMembers } from './map-members.ts';
import type { Member } from './member.ts';
import { titledMembers } from './titled-members.ts';

/** Maximum distance of members below a name, in characters. */
const REACH = 900;
const LESS_THAN = 60;

/**
 * The values of the map, list, block, section or element that a name at `[nameStart, nameEnd)` opens (`tokens: { github: "…" }`), or those
 * inserted into it.
 */
export function membersBelow(text: string, nameStart: number, nameEnd: number): readonly Member[] {
  const until = Math.min(text.length, nameStart + REACH);
  if (text.charCodeAt(nameStart - 1) === LESS_THAN) return elementMembers(text, nameEnd, until);
  const keyed = keyedMember(text, text.slice(nameStart, nameEnd), nameEnd);
  if (keyed.length > 0) return keyed;
  const below = lineMembers(text, nameStart, nameEnd, until) ?? mapMembers(text, nameEnd, until);
  const given = argumentMembers(text, nameStart, nameEnd, until);
  if (below.length + given.length > 0)
    return [...below, ...given.filter(({ start }) => !below.some((member) => member.start === start))];
  const beside = besideMembers(text, nameStart, nameEnd, until);
  return beside.length > 0 ? beside : titledMembers(text, nameStart, nameEnd, until);
}
