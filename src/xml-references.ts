const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/g;
const NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * XML text with its references resolved: the five predefined entities, and numeric character references (XML 1.0, 4.1 and 4.6). A reference
 * to no valid character stays as it is.
 */
export function fromXmlReferences(xml: string): string {
  return xml.replace(REFERENCE, (whole, ...found: (string | undefined)[]) => {
    const [decimal, hex, name] = found;
    if (name !== undefined) return NAMES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
