import { readQuoted } from '../value.ts';
import { matchAt, type Member } from './member.ts';

/** `tokens["github"] = `, `secrets[:github] = ` */
const INDEX = /\[\s?(?:["'`]|:)(?<key>[A-Za-z][\w.@/-]{0,60})["'`]?\s?\]\s{0,3}(?<operator>:?=)\s{0,3}(?=["'`])/y;
/** `tokens.put("github", `, `set_token('github', ` */
const CALL = /\(\s?["'`](?<key>[A-Za-z][\w.@/-]{0,60})["'`]\s?(?<operator>,)\s?(?=["'`])/y;
/** Names of what puts its second argument under its first. */
const PUTS = /\.(?:put|set|add|insert|store)$/i;
const SETS = /^(?:.*\.)?(?:set|add|put|store|save|register)[A-Z_]/;

/** Whether a name ends in a method that puts something into what it is called on. */
export function putsInto(name: string): boolean {
  return PUTS.test(name);
}

/** The value that is put under a key into what ends at `nameEnd`. */
export function keyedMember(text: string, name: string, nameEnd: number): readonly Member[] {
  const code = text.charCodeAt(nameEnd);
  const pattern = code === 0x5b ? INDEX : code === 0x28 && (PUTS.test(name) || SETS.test(name)) ? CALL : undefined;
  const match = pattern && matchAt(pattern, text, nameEnd);
  const value = match && readQuoted(text, nameEnd + match[0].length);
  if (match === undefined || value === undefined) return [];
  const { key = '', operator = '' } = match.groups ?? {};
  const keyStart = nameEnd + match[0].indexOf(key);
  return [{ ...value, operator, keyStart, keyEnd: keyStart + key.length }];
}
