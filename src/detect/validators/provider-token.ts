import { entropy } from '../entropy.ts';
import type { Validator } from '../rule.ts';
import { shapeOf, wordScore } from '../wordlike.ts';
import { isOpaque } from './opaque-token.ts';

/** Words that make the value beside a provider's name a credential. */
const LABEL = /key|token|secret|private|passw|pwd|pat\b|access|auth|credential|bearer|basic|webhook/i;
/** Words that make it something else: a digest, a version, the id of a request. */
const OTHER =
  /hash|sha-?\d|md5|digest|commit|checksum|integrity|fingerprint|etag|(?:trace|span|request|session|build|run|job|event|message|image|team|thread|asset|release|campaign|measurement|tracking|property|publish\w*|public|correlation|tenant|client|account)[-_ ]?(?:id|uuid|key\b(?<=public.key|publishable.key))|version|revision|\bref\b|cache|chunk|nonce|\bids?["'\s:=]*$|\bat\b|node_modules|\.(?:js|mjs|css|map|png|jpe?g|svg|gz|tgz|zip|html?|md)\b/i;
/** An operator alone, as in `wandb = '…'`. */
const ASSIGNED = /^[ \t]*["'\])]{0,2}[ \t]*(?::?=>?|:)[ \t]*["'`]?$/;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const HEX = /^[0-9a-f]+$/i;

/**
 * A token of no known shape beside its provider's name (group `bridge`: what stands between). Rejects what no label or
 * operator makes a credential, and what is not random enough for the little that the context says.
 */
export const PROVIDER_TOKEN: Validator = {
  check({ secret, groups }) {
    const bridge = groups['bridge'] ?? '';
    if (OTHER.test(bridge)) return 'reject';
    const isAssigned = ASSIGNED.test(bridge);
    if (!LABEL.test(bridge) && !isAssigned) return 'reject';
    return isToken(secret.replace(/=+$/, ''), isAssigned) ? 'unknown' : 'reject';
  },
};

/** @param isBare no label says what it is, so it must be longer */
function isToken(text: string, isBare: boolean): boolean {
  if (UUID.test(text)) return !isBare;
  const least = isBare ? 20 : 10;
  if (text.length < least || /\.(?:com|io|org|net|dev|test|js|ts|py|json|ya?ml)$/i.test(text)) return false;
  if (HEX.test(text)) return text.length >= 16 && /[a-f]/i.test(text) && entropy(text) >= 2.4;
  if (text.length < 16) return isShortToken(text);
  return isOpaque(text) || isLetters(text);
}

/** Ten to fifteen characters: letters and digits well mixed, no word with a number behind. */
function isShortToken(text: string): boolean {
  const turns = text.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return /^[0-9A-Za-z]+$/.test(text) && turns >= 2 && entropy(text) >= 2.8 && shapeOf(text).words === 0;
}

/** Random letters without a digit. */
function isLetters(text: string): boolean {
  return /^[A-Za-z]{20,}$/.test(text) && entropy(text) >= 3.6 && wordScore(text) < 0;
}
