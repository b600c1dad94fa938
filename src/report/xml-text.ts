import { visible } from './sanitize.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes markup. The characters that XML 1.0 forbids even as references must be gone: see {@link xmlName}. */
export function xmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A name from evidence as XML text or attribute value: what XML 1.0 forbids is shown as `\x1b`, the rest escaped. */
export function xmlName(text: string): string {
  return xmlText(visible(text));
}
