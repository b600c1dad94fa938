const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)(?:-----END \1-----|$)/g;
/** Minimum base64 digits of a line that are searched for separately. */
const SHORTEST_LINE = 16;
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTETS = 0x04;

/**
 * The private lines of the private keys in a PEM text (RFC 7468): digits of public numbers, headers and certificates are left out of each
 * line, because public keys and certificates have the same digits.
 */
export function pemParts(text: string): readonly string[] {
  return [...text.matchAll(BLOCK)].flatMap(([, label = '', body = '']) =>
    /PRIVATE KEY/.test(label) ? linesOf(label, body) : [],
  );
}

function linesOf(label: string, body: string): readonly string[] {
  const lines = body.split(/[\r\n]+/).map((line) => line.trim());
  const digits = lines.filter((line) => /^[A-Za-z0-9+/]+={0,2}$/.test(line));
  const der = Buffer.from(digits.join(''), 'base64');
  const encrypted = body.includes('Proc-Type:') || label.startsWith('ENCRYPTED');
  const { start, end } = encrypted ? { start: 0, end: der.length } : privateBytes(label, der);
  const [from, to] = [Math.ceil((start * 4) / 3), Math.floor((end * 4) / 3)];
  const parts: string[] = [];
  let at = 0;
  for (const line of digits) {
    const part = line.slice(Math.max(0, from - at), Math.max(0, to - at)).replace(/=+$/, '');
    if (part.length >= SHORTEST_LINE) parts.push(part);
    at += line.length;
  }
  return parts;
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The extent of a key's private numbers; the whole key if its structure is unknown. */
function privateBytes(label: string, der: Buffer): Extent {
  const whole = { start: 0, end: der.length };
  try {
    if (label.startsWith('OPENSSH')) return opensshPrivate(der) ?? whole;
    const fields = children(der, whole)[0];
    if (fields?.tag !== SEQUENCE) return whole;
    return privateIn(der, children(der, fields)) ?? whole;
  } catch {
    return whole;
  }
}

interface Element extends Extent {
  readonly tag: number;
}

/** The elements in an extent of DER (X.690, 8.1). */
function children(der: Buffer, { start, end }: Extent): Element[] {
  const elements: Element[] = [];
  for (let at = start; at + 2 <= end;) {
    const [tag, first] = [der.readUInt8(at), der.readUInt8(at + 1)];
    const more = first < 0x80 ? 0 : first & 0x7f;
    const length = more === 0 ? first : der.readUIntBE(at + 2, Math.min(6, more));
    const content = at + 2 + more;
    if (content + length > end) throw new RangeError('Cannot read DER: an element is longer than its parent');
    elements.push({ tag, start: content, end: content + length });
    at = content + length;
  }
  return elements;
}

/** PKCS#1: after modulus and exponent; PKCS#8: in the octets; SEC 1: only the octets (RFC 8017, 5958, 5915). */
function privateIn(der: Buffer, fields: readonly Element[]): Extent | undefined {
  const [, second, third, fourth] = fields;
  if (second?.tag === OCTETS) return innermost(der, second);
  if (second?.tag === SEQUENCE && third?.tag === OCTETS) {
    const inner = children(der, third)[0];
    return inner?.tag === SEQUENCE ? privateIn(der, children(der, inner)) : innermost(der, third);
  }
  return fields.every(({ tag }) => tag === INTEGER) ? privateNumbers(fields, fourth) : undefined;
}

/** For a DSA key only the last number: prime, divisor, base and public number precede it. */
function privateNumbers(fields: readonly Element[], fourth: Element | undefined): Extent | undefined {
  const last = fields.at(-1);
  if (last === undefined || fourth === undefined) return undefined;
  return { start: fields.length === 6 ? last.start : fourth.start, end: last.end };
}

/** Unwraps octets that contain only octets. */
function innermost(der: Buffer, element: Element): Extent {
  const length = element.end - element.start;
  const nested = der[element.start] === OCTETS && der[element.start + 1] === length - 2;
  return nested ? { start: element.start + 2, end: element.end } : element;
}

/** In OpenSSH's own format the private section follows the public key; if it is not encrypted, it repeats the public key. */
function opensshPrivate(der: Buffer): Extent | undefined {
  let at = 'openssh-key-v1\0'.length;
  const next = (): Extent => {
    const length = der.readUInt32BE(at);
    const start = at + 4;
    at = start + length;
    return { start, end: at };
  };
  const cipher = der.toString('latin1', at + 4, at + 8);
  next();
  next();
  next();
  at += 4;
  next();
  const section = next();
  if (section.end > der.length) return undefined;
  if (cipher !== 'none') return section;
  at = section.start + 8;
  const kind = der.toString('latin1', at + 4, at + 4 + der.readUInt32BE(at));
  next();
  if (kind === 'ssh-ed25519') {
    next();
    const key = next();
    return { start: key.start, end: key.start + 32 };
  }
  // RSA: modulus and exponent are public; elliptic curves: name of the curve and the point.
  next();
  next();
  return { start: at + 4, end: section.end };
}
