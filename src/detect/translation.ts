import type { CompiledRule } from './rule.ts';

/** Folders with the texts of an interface, a file or a folder for each language, and files named accordingly. */
const CATALOGUE =
  /(?:^|\/)(?:langs?|languages?|locales?|locali[sz]ations?|i18n|l10n|translations?|strings|values-[a-z]{2,3}(?:-r?[A-Z]\w*)?|[A-Za-z]{2,3}(?:[-_]\w+)?\.lproj)\/(?:[^/]+\/){0,3}[^/]+\.(?:json5?|ya?ml|php|xml|strings|properties|po|pot|mo|arb|resx|inc|toml|ini|xliff|xlf|dtd|ftl|lua|rb|cfg|lang|lng|stringsdict|dart|[cm]?[jt]s)$|\.(?:po|xliff|xlf|ftl|arb|lng|xtb)$|\.[a-z]{2,3}(?:-[A-Za-z]{2,8}){0,2}\.resx$|\.isl$|(?:^|\/)messages\/[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?\/[^/]+\.(?:php|json|ya?ml|properties|[jt]s)$|(?:^|\/)(?:messages|strings|labels|texts?|locale|translations?|i18n|l10n|\w{0,24}(?:Messages|Resources?|Bundle|Res))(?:[-_.][a-z]{3,16})?[-_.][a-z]{2,3}(?:[-_][A-Za-z]{2,4}){0,2}\.(?:json|ya?ml|properties|java|ini|po|arb|dart|[jt]s)$/i;

/** Placeholders of a text: `%1$s`, `{count}`, `:attribute`. */
const FILLED_IN = /%(?:\d\$)?[sd@]|\{\w{0,24}\}|(?<![\w\x80-\xff]):[a-z]+/g;
/** Product names with a digit, among other words: `LwM2M`, `OAuth2`. */
const PRODUCT =
  /(?<=^|[ \x80-\xff])[A-Z][A-Za-z]{0,5}\d{1,3}[A-Z]?(?=[ \x80-\xff])|(?<=[a-z\x80-\xff] )[A-Z][A-Za-z]{0,5}\d{1,3}[A-Z]?$/g;
const ESCAPED_LETTER = /\\u[0-9a-f]{4}/gi;
/** Words as in sentences and headings: no inner capitals, no digits, no signs that words do not have. */
const WORDS =
  /^[\s"'(\xc2-]*(?:[A-Z\x80-\xff]?[a-z\x80-\xff]+|[A-Z\x80-\xff]+)(?:[\s.,:;!?()"'/&-]+(?:[A-Z\x80-\xff]?[a-z\x80-\xff]+|[A-Z\x80-\xff]+|$))*$/;

/** Two or more words without digits, possibly with product names among them. */
const PHRASE = /^[A-Z\x80-\xff]?[A-Za-z\x80-\xff]+(?:[ ,:'-]{1,2}[A-Za-z\x80-\xff]+)* [A-Za-z\x80-\xff]+[.?!:]?$/;

/** The properties needed of a detection; the value is given as latin1. */
export interface Translated {
  readonly rule: Pick<CompiledRule, 'matcher' | 'confidence'>;
  readonly secret: string;
}

/**
 * Whether a value that is reported only for its name is words in a file of translations, such as the Catalan one next to `password`.
 * Nothing in the text distinguishes a foreign word from a password.
 *
 * @param path with `/` as separator
 */
export function isTranslation({ rule, secret }: Translated, path: string): boolean {
  if ((rule.matcher !== 'assignment' && rule.confidence !== 'context') || !CATALOGUE.test(path)) return false;
  const text = secret
    .replaceAll("\\'", "'")
    .replace(ESCAPED_LETTER, '\xe9')
    .replace(FILLED_IN, '')
    .replace(PRODUCT, '')
    .trim();
  return WORDS.test(text) || PHRASE.test(text) || isOfOtherScript(text);
}

/** Mostly letters beyond ASCII, and no digits: sentences of scripts without blanks that mention a product. */
function isOfOtherScript(text: string): boolean {
  return !/\d/.test(text) && text.replace(/[^\x80-\xff]/g, '').length * 2 > text.length;
}
