/**
 * What a terminal or a job log must never be handed as it stands: controls (C0, C1, ESC), format characters (bidi, zero-width),
 * line and paragraph separators, everything else that is drawn as nothing, noncharacters and lone surrogates.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
/** `##[command]` and `##vso[…]`: CI runners read these as commands wherever they stand in a line. */
const RUNNER_COMMAND = /##(?=[a-z]*\[)/gi;
/** `::command::` at a line's first word; where a line will be broken is not known here. */
const WORKFLOW_COMMAND = /(?<=^|\s)::/g;
const LONE_SURROGATE = /\p{Cs}/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/**
 * Makes a name that an attacker may have chosen safe to show: what is invisible or steers a terminal becomes `\x1b`, `\u202e`
 * or `\u{e0041}`, and CI commands are broken up. For eyes alone: a name that holds a backslash itself is not told apart.
 *
 * @example visible('a\u001b[2Jb') // 'a\\x1b[2Jb'
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped).replace(RUNNER_COMMAND, '#\\x23').replace(WORKFLOW_COMMAND, ':\\x3a');
}

/** The text with U+FFFD for each lone surrogate, which neither UTF-8 nor strict JSON readers take. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD');
}

/** At most `limit` code points: the middle of a longer text gives way to `…`, so that both ends stay readable. */
export function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = Array.from(text);
  if (points.length <= limit) return text;
  const head = Math.ceil((limit - 1) / 2);
  return `${points.slice(0, head).join('')}…${points.slice(points.length - (limit - 1 - head)).join('')}`;
}
