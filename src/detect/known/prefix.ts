/**
 * A short word with separators at the start of a value, as used by providers: `ghp_`, `sk-ant-api03-`, `xoxb-`, `github_pat_`; also the
 * four letters that AWS access key ids begin with. A word has a single letter case, and a longer one has digits only at its end: ten random
 * characters before the first hyphen of a value are not one.
 */
const PREFIX =
  /^(?:(?:AKIA|ASIA|AIza)(?=\w)|(?:(?:[A-Za-z][a-z]{1,9}|[A-Z]{2,10})\d{0,2}|[a-z][a-z0-9]{1,5})(?:[_-][a-z][a-z0-9]{0,7}){0,2}[_-](?=\w)|[A-Z]{2}\.(?=\w))/;
/** Minimum characters of a value after its prefix. */
const LEFT = 16;

/** Number of public characters at the start of a value, which all values of its kind share. */
export function publicPrefix(value: string): number {
  const length = PREFIX.exec(value)?.[0].length ?? 0;
  return value.length - length >= LEFT ? length : 0;
}
