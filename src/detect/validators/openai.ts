import type { Validator } from '../rule.ts';

/** `OpenAI` in base64; in the middle of every key. */
const INFIX = 'T3BlbkFJ';
/** `XgroqX` in base64, and its offset after the prefix. */
const XGROQX = { text: 'WGdyb3FY', at: 'gsk_'.length + 20 } as const;

/**
 * OpenAI keys contain base64 of `OpenAI` with as many characters before it as after it (20, 58 or 74).
 *
 * By chance those eight characters occur once in 2^48, so a key that has them is `valid`; one without only has the shape.
 */
export const OPENAI_INFIX: Validator = {
  check({ secret }) {
    const at = secret.indexOf(INFIX);
    if (at < 0) return 'unknown';
    const body = secret.replace(/^sk-(?:(?:proj|svcacct|admin)-)?/, '');
    return body.indexOf(INFIX) * 2 === body.length - INFIX.length ? 'valid' : 'unknown';
  },
};

/** Groq keys contain base64 of `XgroqX` after 20 characters; without it a key only has the shape. */
export const GROQ_INFIX: Validator = {
  check: ({ secret }) => (secret.startsWith(XGROQX.text, XGROQX.at) ? 'valid' : 'unknown'),
};
