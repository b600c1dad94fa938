/** Spellings of a value with the escapes of the formats and shells in which people and programs write it. */

/** Replaces each code point of a text for which `spell` gives a spelling. */
function respelled(text: string, spell: (one: string, code: number) => string | undefined): string {
  let out = '';
  for (const one of text) out += spell(one, one.codePointAt(0) ?? 0) ?? one;
  return out;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

/** UTF-16 units as `\uXXXX` (RFC 8259, section 7). */
function unicode(one: string): string {
  return Array.from({ length: one.length }, (_, index) => `\\u${hex(one.charCodeAt(index), 4)}`).join('');
}

function upperDigits(text: string): string {
  return text.replace(/\\u[0-9a-f]{4}|%[0-9a-f]{2}|&#x[0-9a-f]+;/g, (code) =>
    code.replace(/[0-9a-f]+(?=;?$)/, (digits) => digits.toUpperCase()),
  );
}

const JSON_CONTROLS: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** In a JSON string: escapes what must be escaped, and the characters of `more`; `ascii`: everything that is not ASCII. */
function json(text: string, more: string, ascii: boolean): string {
  return respelled(text, (one, code) => {
    if (one === '"' || one === '\\') return `\\${one}`;
    if (one === '/' && more.includes('/')) return '\\/';
    if (code < 0x20) return JSON_CONTROLS[one] ?? unicode(one);
    return more.includes(one) || (ascii && code > 0x7e) ? unicode(one) : undefined;
  });
}

/** JSON as encoders write it: plain, PHP (`\/`), Python (ASCII), Go (HTML-safe), Gson (also `=` and `'`). */
export function jsonForms(text: string): readonly string[] {
  const plain = json(text, '', false);
  const forms = [plain, json(text, '/', false), json(text, '', true), json(text, '/', true)];
  forms.push(json(text, '<>&', false), json(text, "<>&='", false), json(text, '<>&\'"', true));
  const twice = [plain, json(text, '', true)].map((once) => json(once, '', false));
  return [...forms, ...forms.map(upperDigits), ...twice];
}

/** In an address: RFC 3986, section 2.1, and HTML forms, where a space becomes a plus sign. */
export function percentForms(text: string): readonly string[] {
  const percent = (plain: RegExp): string =>
    respelled(text, (one) =>
      plain.test(one)
        ? undefined
        : [...Buffer.from(one, 'utf8')].map((byte) => `%${hex(byte, 2).toUpperCase()}`).join(''),
    );
  const component = percent(/[\w.!~*'()-]/);
  const strict = percent(/[\w.~-]/);
  const userinfo = percent(/[\w.!~*'()$&+,;=-]/);
  const forms = [component, strict, userinfo, percent(/[\w.*-]/)];
  const plus = forms.map((form) => form.replaceAll('%20', '+'));
  const lower = [...forms, ...plus].map((form) => form.replace(/%../g, (code) => code.toLowerCase()));
  return [...forms, ...plus, ...lower, component.replaceAll('%', '%25')];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

function decimal(code: number): string {
  return `&#${code};`;
}

function hexadecimal(code: number): string {
  return `&#x${hex(code, 1)};`;
}

/** In XML and HTML: named, decimal and hexadecimal references, as used by different writers. */
export function xmlForms(text: string): readonly string[] {
  const named = (which: string): string =>
    respelled(text, (one) => (which.includes(one) ? `&${ENTITIES[one]};` : undefined));
  const mixed = (quote: string, apostrophe: string): string =>
    respelled(text, (one) => {
      if (one === '"') return quote;
      return one === "'" ? apostrophe : ENTITIES[one] && `&${ENTITIES[one]};`;
    });
  const numbered = (which: RegExp, spell: (code: number) => string): string =>
    respelled(text, (one, code) => (which.test(one) ? spell(code) : undefined));
  const forms = [named('&<>'), named('&<>"'), named(`&<>"'`), mixed('&#34;', '&#39;'), mixed('&quot;', '&#39;')];
  forms.push(mixed('&quot;', '&#x27;'), mixed('&#x22;', '&#x27;'));
  for (const spell of [decimal, hexadecimal]) {
    forms.push(numbered(/[&<>"']/, spell), numbered(/[^\x20-\x7e]|[&<>"']/, spell));
  }
  forms.push(mixed('&quot;', '&#x27;').replace(/[/`=]/g, (one) => `&#x${hex(one.charCodeAt(0), 1).toUpperCase()};`));
  return [...forms, ...forms.map(upperDigits), named('&<>"').replaceAll('&', '&amp;')];
}

const SHELL_CONTROLS: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\x1b': '\\E' };

/** In shells: bash `%q`, `$'…'`, single quotes as `set -x` writes them, double quotes. */
export function shellForms(text: string): readonly string[] {
  const backslash = text.replace(/[^\w@%+=:,./\x80-\u{10ffff}-]/gu, (one) => `\\${one}`);
  const ansi = respelled(text, (one, code) => {
    if (one === "'" || one === '\\') return `\\${one}`;
    return SHELL_CONTROLS[one] ?? (code < 0x20 || code > 0x7e ? octal(one) : undefined);
  });
  return [
    backslash,
    ansi,
    text.replaceAll("'", `'\\''`),
    text.replaceAll("'", `'\\''`).replaceAll("'", `'\\''`),
    text.replaceAll("'", `'"'"'`),
    text.replaceAll("'", "''"),
    text.replaceAll('"', '""'),
    text.replace(/["$`\\]/g, (one) => `\\${one}`),
    text.replace(/["$`\\!]/g, (one) => `\\${one}`),
  ];
}

function octal(one: string): string {
  return [...Buffer.from(one, 'utf8')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

function byteEscape(one: string): string {
  return [...Buffer.from(one, 'utf8')].map((byte) => `\\x${hex(byte, 2)}`).join('');
}

/** In C, Go (`%q`), Python and strace: `\"`, `\'`, octal and `\x` for non-ASCII; and every byte as `\x`. */
export function codeForms(text: string): readonly string[] {
  const escaped = (quotes: string, other: (one: string) => string): string =>
    respelled(text, (one, code) => {
      if (one === '\\' || quotes.includes(one)) return `\\${one}`;
      if (code < 0x20) return JSON_CONTROLS[one] ?? other(one);
      return code > 0x7e ? other(one) : undefined;
    });
  const forms = ['"', "'", `"'`, ''].flatMap((quotes) => [
    escaped(quotes, octal),
    escaped(quotes, byteEscape),
    escaped(quotes, (one) => one),
    escaped(quotes, unicode),
  ]);
  return [...forms, ...forms.map(upperDigits)];
}

/** Latin-1 characters escaped by their code, in source code and in addresses: JavaScript bundles, YAML, Python, cookies, older forms. */
export function latinForms(text: string): readonly string[] {
  if (!isLatin(text)) return [];
  const escaped = (quotes: string, spell: (code: number) => string): string =>
    respelled(text, (one, code) => {
      if (quotes !== '' && (one === '\\' || quotes.includes(one))) return `\\${one}`;
      return code > 0x7e ? spell(code) : undefined;
    });
  const spellings = [(code: number) => `\\x${hex(code, 2)}`, (code: number) => `\\${code.toString(8)}`];
  const forms = ['', '"', "'", '\\'].flatMap((quotes) => spellings.map((spell) => escaped(quotes, spell)));
  const percent = respelled(text, (one, code) =>
    /[\w.!~*'()-]/.test(one) ? undefined : `%${hex(code, 2).toUpperCase()}`,
  );
  return [
    ...forms,
    ...forms.map((form) => form.replace(/\\x../g, (code) => code.toUpperCase().replace('X', 'x'))),
    percent,
  ];
}

/** Whether a text has characters that are one byte in Latin-1 and two in UTF-8, and none outside Latin-1. */
export function isLatin(text: string): boolean {
  return /[\x80-\xff]/.test(text) && !/[^\0-\xff]/.test(text);
}

/** Every character as an escape: `\x41`, `\u0041`, `%41`, `&#65;`. Digits are case-insensitive. */
export function fullForms(text: string): readonly string[] {
  const bytes = [...Buffer.from(text, 'utf8')];
  const units = respelled(text, unicode);
  return [bytes.map((byte) => `\\x${hex(byte, 2)}`).join(''), units, bytes.map((byte) => `%${hex(byte, 2)}`).join('')];
}

/** In `.properties` files: separators with a backslash, everything outside Latin-1 as `\uXXXX`. */
export function propertyForms(text: string): readonly string[] {
  const escaped = (which: string, ascii: boolean): string =>
    respelled(text, (one, code) => {
      if (which.includes(one)) return `\\${one}`;
      if (code < 0x20) return JSON_CONTROLS[one] ?? unicode(one);
      return ascii && code > 0x7e ? unicode(one) : undefined;
    });
  const forms = [escaped('\\:=#!', true), escaped('\\ :=#!', true), escaped('\\:=#!', false), escaped('\\', true)];
  return [...forms, ...forms.map(upperDigits)];
}
