import type { Validator } from '../rule.ts';

/** `OpenAI` in base64; it stands in the middle of every key. */
const INFIX = 'T3BlbkFJ';
/** `XgroqX` in base64 and its place behind the prefix. */
const XGROQX = { text: 'WGdyb3FY', at: 'gsk_'.length + 20 } as const;

/**
 * OpenAI keys hold base64 of `OpenAI` with as many characters before as after it (20, 58 or 74).
 *
 * Chance gives those eight characters once in 2^48, so a key that has them is `valid`; one without is only of the shape.
 */
export const OPENAI_INFIX: Validator = {
  check({ secret }) {
    const at = secret.indexOf(INFIX);
    if (at < 0) return 'unknown';
    const body = secret.replace(/^sk-(?:(?:proj|svcacct|admin)-)?/, '');
    return body.indexOf(INFIX) * 2 === body.length - INFIX.length ? 'valid' : 'unknown';
  },
};

/** Groq keys hold base64 of `XgroqX` behind 20 characters; without it the key is only of the shape. */
export const GROQ_INFIX: Validator = {
  check: ({ secret }) => (secret.startsWith(XGROQX.text, XGROQX.at) ? 'valid' : 'unknown'),
};
