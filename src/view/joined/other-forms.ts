/** Families for other forms of the same text, which few texts need: loaded on first use. */
export { blankViews } from './blanks.ts';
export { csvViews } from './csv.ts';
export { foldedViews } from './folded.ts';
export { latinByteViews } from './latin-bytes.ts';
export { richTextViews } from './rich-text.ts';
export { yamlScalarViews } from './yaml-scalar.ts';
