import { endOf, matchAt } from '../../sticky.ts';
import { readValue } from '../value.ts';
import { type Member, MOST_MEMBERS } from './member.ts';

/** `<tokens>`: the end of its tag, and an element inside it. */
const TAG = /(?:[ \t][^<>\n]{0,80})?>\s{0,80}(?=<[A-Za-z])/y;
const ELEMENT = /\s{0,80}<(?<key>[A-Za-z][\w.-]{0,60})(?:[ \t][^<>\n]{0,80})?>\s{0,80}/y;
const ELEMENT_END = /\s{0,80}<\/[\w.-]{1,60}>/y;

/** The elements, with their texts, inside the one whose name ends at `nameEnd`. */
export function elementMembers(text: string, nameEnd: number, until: number): readonly Member[] {
  const members: Member[] = [];
  let at = endOf(TAG, text, nameEnd);
  while (at !== undefined && at < until && members.length < MOST_MEMBERS) {
    const open = matchAt(ELEMENT, text, at);
    const value = open && readValue(text, at + open[0].length);
    const behind = value && endOf(ELEMENT_END, text, value.end + value.quote.length);
    if (open === undefined || value === undefined || behind === undefined || value.end > until) break;
    const { start, end, quote } = value;
    const keyStart = at + open[0].indexOf('<') + 1;
    const { key = '' } = open.groups ?? {};
    members.push({ start, end, quote, operator: '>', path: key, keyStart, keyEnd: keyStart + key.length });
    at = behind;
  }
  return members;
}
