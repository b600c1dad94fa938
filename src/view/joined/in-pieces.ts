/** Texts in pieces, which few texts hold: loaded with the first of them. */
export { encodedTexts } from './encoded-pieces.ts';
export { castTexts, criTexts, dockerTexts } from './frame-texts.ts';
export { streamTexts } from './streams.ts';
export { unfoldedTexts } from './unfolded.ts';
