import type { RuleSyntax } from './rule.ts';

/** Up to 60 characters of the same line, or of an XML element's start tag with the value on the next line. */
const NEAR = String.raw`[^\n\r]{0,60}?(?:>[ \t]{0,4}\r?\n[ \t]{0,16})?(?<![0-9A-Za-z_+/])`;

/**
 * The rest of a name (`_API_TOKEN`), up to three closing marks or blanks, a type annotation at most, an operator
 * (`=`, `:`, `:=`, `=>`, `,`, `>`, `(` …), then opening marks.
 */
const ASSIGNMENT = [
  String.raw`[\w.\- ]{0,40}?`,
  String.raw`(?:["'\x60\])}\\]|&quot;){0,3}[ \t]{0,8}`,
  String.raw`(?:[:?.+|~]{0,3}=>?|:{1,2}|,|>|=>|->|\||\()`,
  String.raw`(?:[ \t\r\n]{0,16}(?:["'\x60(\[{\\@]|[a-zA-Z]{1,2}["']|&quot;|Bearer |Basic |Token ){0,4})`,
].join('');

/** Tells whether a value's pattern is about token characters, so that more of them after it mean something longer. */
const AFTER = String.raw`(?![0-9A-Za-z_])`;

/**
 * The pattern of a rule that is given as context words and a value: word, bridge, value. `(?<secret>…)` is the value.
 *
 * @example contextPattern({ context: ['deepseek'], value: 'sk-[0-9a-f]{32}', bridge: 'near' })
 */
export function contextPattern(rule: Pick<RuleSyntax, 'context' | 'value' | 'bridge'>): string {
  const words = (rule.context ?? []).map((word) => spell(word)).join('|');
  const bridge = rule.bridge === 'near' ? NEAR : ASSIGNMENT;
  return `(?:${words})${bridge}(?<secret>${rule.value ?? ''})${AFTER}`;
}

/** A context word as a pattern without regard to case; the value keeps its own case. */
function spell(word: string): string {
  let out = '';
  for (const char of word.toLowerCase()) {
    if (char >= 'a' && char <= 'z') out += `[${char}${char.toUpperCase()}]`;
    else out += char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  return out;
}
