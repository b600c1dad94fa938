import { matchAt } from '../../sticky.ts';
import { readQuoted, readValue } from '../value.ts';
import type { Member } from './member.ts';

/** `tokens["github"] = `, `secrets[:github] = `, `token[github]: ` */
const INDEX =
  /\[\s?(?:["'`]|:)?(?<key>[A-Za-z][\w.@/-]{0,60})["'`]?\s?\](?:\s{0,3}(?<assigned>:?=)\s{0,3}(?=["'`])|(?<told>:)[ \t]{1,3})/y;
/** `token "github" = `, `secret github = ` */
const LABEL =
  /[ \t]{1,2}(?:["'](?<key>[A-Za-z][\w.@/-]{0,60})["'][ \t]{0,3}(?<operator>=>?|->|:)(?!=)[ \t]{0,3}|(?<word>[A-Za-z][\w.@/-]{0,60})[ \t]{1,3}(?<sign>=|->)[ \t]{1,3})/y;
/** `tokens.put("github", `, `set_token('github', ` */
const CALL = /\(\s?["'`](?<key>[A-Za-z][\w.@/-]{0,60})["'`]\s?(?<operator>,)\s?(?=["'`])/y;
/** Names of methods that store their second argument under their first. */
const PUTS = /\.(?:put|set|add|insert(?:_?(?:one|many))?|store|push|append|create|save|upsert)$/i;
const SETS = /^(?:.*\.)?(?:set|add|put|store|save|register|create|insert|upsert|import)[A-Z_]/;

/** Whether a name ends in a method that inserts something into its object. */
export function putsInto(name: string): boolean {
  return PUTS.test(name);
}

/** Whether a name is that of a function that sets what it names: `create_token`. */
export function setsIt(name: string): boolean {
  return SETS.test(name);
}

/** The pattern for what may lead to a key after a name, by the following character. */
function patternBehind(code: number, name: string): RegExp | undefined {
  if (code === 0x5b) return INDEX;
  if (code === 0x20 || code === 0x09) return LABEL;
  return code === 0x28 && (PUTS.test(name) || setsIt(name)) ? CALL : undefined;
}

/** The key and the operator of whichever pattern matched. */
function labelOf(groups: Readonly<Partial<Record<string, string>>>): {
  readonly key: string;
  readonly operator: string;
} {
  const { word = '', key = word, assigned, sign, told = ':', operator = assigned ?? sign ?? told } = groups;
  return { key, operator };
}

/** The value that is stored under a key in the object whose name ends at `nameEnd`. */
export function keyedMember(text: string, name: string, nameEnd: number): readonly Member[] {
  const pattern = patternBehind(text.charCodeAt(nameEnd), name);
  const match = pattern && matchAt(pattern, text, nameEnd);
  const value = match && (pattern === CALL ? readQuoted : readValue)(text, nameEnd + match[0].length);
  if (match === undefined || value === undefined) return [];
  const { key, operator } = labelOf(match.groups ?? {});
  const keyStart = nameEnd + match[0].indexOf(key);
  return [{ ...value, operator, path: key, keyStart, keyEnd: keyStart + key.length }];
}
