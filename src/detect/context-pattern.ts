import type { RuleSyntax } from './rule.ts';

/**
 * The value on the next line: in an XML element, next to a property list's key, as the `value` in a list of variables, or as the first
 * member of the named object.
 */
const NEXT_LINE = [
  String.raw`(?:>[ \t]{0,4}\r?\n[ \t]{0,16}(?:<(?:string|value)>)?`,
  String.raw`|["']?,?\r?\n[ \t]{0,16}["']?value["']?:[ \t]{1,4}["']?`,
  String.raw`|["']?[ \t]{0,2}[:=]?[ \t]{0,2}\{?\r?\n[ \t]{1,16}["']?(?:[A-Za-z]{1,12}[_-])?(?:[Aa]pi|API)?[_-]?(?:[Kk]ey|KEY|[Tt]oken|TOKEN|[Ss]ecret|SECRET)["']?[ \t]{0,2}[:=][ \t]{0,4}["']?)?`,
].join('');

/** Up to 60 characters of the same line, or the next one. */
const NEAR = String.raw`[^\n\r]{0,60}?${NEXT_LINE}(?<![0-9A-Za-z_+/])`;

/**
 * The rest of a name (`_API_TOKEN`), up to three closing marks or blanks, at most one type annotation, an operator (`=`, `:`, `:=`, `=>`,
 * `,`, `>`, `(`, ` is ` …) or the end of a property list's key, then opening marks.
 */
const ASSIGNMENT = [
  String.raw`[\w.\- ]{0,40}?`,
  String.raw`(?:["'\x60\])}\\]|&quot;){0,3}[ \t]{0,8}`,
  String.raw`(?:[:?.+|~]{0,3}=>?|:{1,2}|,|>|=>|->|\||\(|(?<= )is(?= )|</(?:key|name)>[ \t\r\n]{0,24}<(?:string|value)>)`,
  String.raw`(?:[ \t\r\n]{0,16}(?:["'\x60(\[{\\@]|[a-zA-Z]{1,2}["']|&quot;|Bearer |Basic |Token ){0,4})`,
  // The hash of a Go module.
  '(?<!h1:)',
].join('');

/** From this many words, a tree of branches pays off. */
const MANY = 12;

/** A provider's name does not begin within a word: not in `checkbox`, but in `myBoxToken` and after an escaped line end. */
const NAME_START = String.raw`(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z])|(?<=\\[nrt]))`;

/** Words that label the value to their right as a credential, with what leads to it. */
const LABELS =
  'api access auth authorization bearer secret private token key pat password passwd pwd pass credential credentials client app account admin master live prod server personal service webhook signing bot user project org rest sdk id basic'.split(
    ' ',
  );

/** Up to 40 characters of the same line, or the next one; the rule's validator searches them for a label. */
const LABELLED = String.raw`(?<bridge>[^\n\r]{0,40}?${NEXT_LINE})(?<![0-9A-Za-z_+/])`;

/** An operator with the surrounding marks. */
const OPERATOR = String.raw`["'\x60\])]{0,3}[ \t]{0,4}(?:[:?]?=>?|:|,|>|->|\()[ \t]{0,4}["'\x60(\[]{0,2}`;

/** Only labels between name and value, followed by a blank, a hyphen or an operator; or a call of the name itself. */
const ADJACENT = [
  String.raw`(?<bridge>(?:[ \t_.\-]{0,2}(?:${LABELS.map(spell).join('|')})){1,4}(?:[ \t]{1,4}|-|${OPERATOR})|\([ \t]{0,4}["'])`,
  String.raw`(?<![0-9A-Za-z_+/])`,
].join('');

const BRIDGES: Readonly<Record<NonNullable<RuleSyntax['bridge']>, string>> = {
  near: NEAR,
  assignment: ASSIGNMENT,
  labelled: LABELLED,
  adjacent: ADJACENT,
};

/** After a value made of token characters, more of them mean a longer token. */
const AFTER = String.raw`(?![0-9A-Za-z_])`;

/**
 * The pattern of a rule that is defined by context words and a value: word, bridge, value. `(?<secret>…)` is the value.
 *
 * @example contextPattern({ context: ['deepseek'], value: 'sk-[0-9a-f]{32}', bridge: 'near' })
 */
export function contextPattern(rule: Pick<RuleSyntax, 'context' | 'value' | 'bridge'>): string {
  const bridge = rule.bridge ?? 'assignment';
  const start = bridge === 'labelled' || bridge === 'adjacent' ? NAME_START : '';
  return `${start}(?:${anyOf(rule.context ?? [])})${BRIDGES[bridge]}(?<secret>${rule.value ?? ''})${AFTER}`;
}

/** Any of the words; those with a common beginning share a branch, so that a long list costs only a few comparisons. */
function anyOf(words: readonly string[]): string {
  if (words.length < MANY) return words.map(spell).join('|');
  const branches = new Map<string, string[]>();
  for (const word of words) {
    const head = word.slice(0, 1).toLowerCase();
    branches.set(head, [...(branches.get(head) ?? []), word.slice(1)]);
  }
  return [...branches].map(([head, rests]) => spell(head) + branch(rests)).join('|');
}

function branch(rests: readonly string[]): string {
  const [only] = rests;
  if (rests.length === 1 && only !== undefined) return spell(only);
  const longer = rests.filter((rest) => rest !== '');
  return `(?:${anyOf(longer)})${longer.length < rests.length ? '?' : ''}`;
}

/** A context word as a case-insensitive pattern; the value keeps its own case. */
function spell(word: string): string {
  let out = '';
  for (const char of word.toLowerCase()) {
    if (char >= 'a' && char <= 'z') out += `[${char}${char.toUpperCase()}]`;
    else out += char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  return out;
}
