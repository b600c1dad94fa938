/**
 * A short word with separators at a value's head, as providers write it: `ghp_`, `sk-ant-api03-`, `xoxb-`, `github_pat_`. The four
 * letters that access key ids of AWS begin with are one as well. A word is of one case, and a longer one has digits at its end
 * alone: the ten random characters in front of the first hyphen of a value are none.
 */
const PREFIX =
  /^(?:(?:AKIA|ASIA|AIza)(?=\w)|(?:(?:[A-Za-z][a-z]{1,9}|[A-Z]{2,10})\d{0,2}|[a-z][a-z0-9]{1,5})(?:[_-][a-z][a-z0-9]{0,7}){0,2}[_-](?=\w)|[A-Z]{2}\.(?=\w))/;
/** Characters that must be left of a value behind its prefix. */
const LEFT = 16;

/** Characters at the head of a value that are public, because all values of its kind begin with them. */
export function publicPrefix(value: string): number {
  const length = PREFIX.exec(value)?.[0].length ?? 0;
  return value.length - length >= LEFT ? length : 0;
}
