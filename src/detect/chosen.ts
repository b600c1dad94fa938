import { COMMON_WORDS } from './data/common-words.ts';
import { wordScore } from './wordlike.ts';

const PASSPHRASE = /^[a-z]{3,12}(?:(?<joint>[-_. +])[a-z]{3,12})(?:\k<joint>[a-z]{3,12}){1,8}$/;
/** Words that names of services, files and variables are put together of. */
const OF_NAMES =
  /^(?:api|app|aws|azure|bot|certs?|chart|client|cloud|cluster|core|cred|creds|dev|docker|gcp|git|helm|http|https|job|keys?|kube|login|mail|mongo|mysql|oauth|password|pods?|postgres|prod|pwd|redis|sa|sql|ssh|ssl|staging|svc|service|server|test|tls|token|user|users|vault|volume|web|webhook)$/;

/** Whether a text is a pass phrase: three words or more with the same sign between them, none of which names of programs have. */
export function isPassphrase(text: string): boolean {
  const { joint } = PASSPHRASE.exec(text)?.groups ?? {};
  if (joint === undefined) return false;
  return text.split(joint).every((word) => !COMMON_WORDS.has(word) && !OF_NAMES.test(word) && wordScore(word) > 0);
}

/** A word, or two, and a number: `Sommer2023!`, `river.Stone_77`, `Thunderboot#4`. */
const NUMBERED = /^[A-Za-z@]{4,16}[0134]?[A-Za-z@]{0,12}(?:[-_.!#][A-Za-z]{0,12})?\d{1,4}[!?.#$*]{0,2}$/;
const LEAST = 8;
/** Words that samples and names of programs are put together of. */
const NO_CHOICE =
  /pass|pwd|secret|token|key|user|admin|root|test|demo|sample|example|dummy|fake|foo|bar|my|your|some|any|new|old|bad|wrong|change|login|guest|hash|utf|sha|md5|base|aes|rsa|http|oauth|server|client|version|field|step|item|value|name|type/i;

/** Whether a text has the form of what people choose as a password, and of nothing else that stands behind the name of one. */
export function isChosen(text: string): boolean {
  if (isPassphrase(text)) return true;
  if (text.length < LEAST || !NUMBERED.test(text) || NO_CHOICE.test(text)) return false;
  return /\d{2}|[!?#$*]$/.test(text) && wordScore(text) > 0;
}
