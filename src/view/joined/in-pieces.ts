/** Joiner of texts in encoded pieces, which few texts contain: loaded on first use. */
export { encodedTexts } from './encoded-pieces.ts';
export { castTexts, criTexts, dockerTexts } from './frame-texts.ts';
export { streamTexts } from './streams.ts';
export { unfoldedTexts } from './unfolded.ts';
