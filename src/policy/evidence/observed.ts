/** What a run recorded about the provider or model that it used. Offsets count from the start of the text. */
export interface Observation {
  readonly pointer: string;
  readonly name: string;
  readonly value: string;
  readonly offset: number;
}

/** Names to look for. */
export interface ObservedName {
  readonly pointer: string;
  readonly name: string;
}

const MAX_VALUE = 200;
/** A reference to a variable, a placeholder or an option says nothing about a value. */
const REFERENCE = /^(?:[$%<{*-]|null$|undefined$|true$|false$)/;
const VALUE_END = /["'`\s,;&\0<>)}\]\\]/;

/**
 * Finds recorded values: `name=value`, `name: value`, `"name":"value"`, `name value` after an option, the next element of an
 * argument list, and OpenTelemetry's `{"key":"name","value":{"stringValue":"value"}}`.
 */
export function observationsIn(text: string, names: readonly ObservedName[]): Observation[] {
  const found: Observation[] = [];
  for (const { pointer, name } of names) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      if (isJoined(text.charAt(at - 1)) || /[\w.-]/.test(text.charAt(at + name.length))) continue;
      const value = valueAfter(text.slice(at + name.length, at + name.length + 400), name);
      if (value !== undefined && !REFERENCE.test(value)) found.push({ pointer, name, value, offset: at });
    }
  }
  return found;
}

function isJoined(before: string): boolean {
  return /[\w.-]/.test(before);
}

function valueAfter(rest: string, name: string): string | undefined {
  const tidy = rest.replace(/\\+(?=["'])/g, '');
  const attribute =
    /^["']\s*,\s*["']value["']\s*:\s*\{\s*["']stringValue["']\s*:\s*["'](?<value>[^"']{1,200})["']/.exec(tidy);
  if (attribute !== null) return attribute.groups?.['value'];
  const pair = /^["']?\s*(?:=|:(?!:))\s*(?<open>["'])?/.exec(tidy);
  if (pair !== null) return upTo(tidy.slice(pair[0].length), pair.groups?.['open']);
  if (!name.startsWith('-')) return undefined;
  const element = /^(?:["']\s*,\s*(?<open>["'])|\0|[ \t]+(?<mark>["'])?)/.exec(tidy);
  if (element === null) return undefined;
  return upTo(tidy.slice(element[0].length), element.groups?.['open'] ?? element.groups?.['mark']);
}

function upTo(text: string, quote: string | undefined): string | undefined {
  const end = quote === undefined ? text.search(VALUE_END) : text.indexOf(quote);
  const value = text.slice(0, end < 0 ? MAX_VALUE : end);
  return value === '' || value.length > MAX_VALUE ? undefined : value;
}
