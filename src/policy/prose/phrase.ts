import type { Block } from './blocks.ts';

/** A place in a document. */
export interface PhrasePlace {
  readonly line: number;
  readonly endLine: number;
}

/** Whether a document states a phrase, and if not, whether it occurs only as an acceptance line or a quotation. */
export interface Phrase {
  readonly stated: PhrasePlace | undefined;
  readonly quoted: PhrasePlace | undefined;
}

const VOICE = new Set(['paragraph', 'item', 'row', 'heading']);
/** A sentence about what some text must say does not say it itself. */
const DEMAND =
  /^(?:states?|says?|keeps?|requires?|lists?|references?)\b|\b(?:must|should|shall|needs? to|has to|have to)\s+(?:also\s+)?(?:state|say|list|require|contain|read|mention)\b/;

/** Looks for any wording of a sentence in a document's own voice. White space, case and emphasis are ignored. */
export function findPhrase(blocks: readonly Block[], wordings: readonly string[]): Phrase {
  const wanted = wordings.map(plainText).filter((wording) => wording !== '');
  let quoted: PhrasePlace | undefined;
  for (const block of blocks) {
    const { line, endLine } = block;
    if (speaks(block)) {
      const own = plainText(withoutQuotations(block.text));
      if (wanted.some((wording) => statesIt(own, wording))) return { stated: { line, endLine }, quoted: undefined };
    }
    if (quoted === undefined && wanted.some((wording) => holds(plainText(block.text), wording)))
      quoted = { line, endLine };
  }
  return { stated: undefined, quoted };
}

/** Whether a block states something in the document's own voice. */
export function speaks(block: Block): boolean {
  return VOICE.has(block.kind) && !block.acceptance;
}

/** Every block in the document's own voice that contains one of these wordings outside quotations. */
export function claimsIn(blocks: readonly Block[], wordings: readonly string[]): Block[] {
  const wanted = wordings.map(plainText).filter((wording) => wording !== '');
  return blocks.filter((block) => {
    if (!speaks(block)) return false;
    const own = plainText(withoutQuotations(block.text));
    return wanted.some((wording) => claimsIt(own, wording));
  });
}

/** A text without emphasis, code marks, links and surplus space, in lower case. Links of more than a thousand characters stay. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\[(?<label>[^\]]{0,1000})\]\([^)]{0,1000}\)/g, '$<label>')
    .replace(/[`*~]|(?<![\p{L}\p{N}])_{1,2}|_{1,2}(?![\p{L}\p{N}_])/gu, '')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Struck text and quotations, up to a thousand characters, are somebody else's words, or withdrawn. */
function withoutQuotations(text: string): string {
  return text
    .replace(/~~[^~]*~~/g, ' ')
    .replace(/<(?<tag>del|s|strike|q|cite)\b[^<>]{0,1000}>[^<]*<\/\k<tag>>/gi, ' ')
    .replace(
      /"[^"]*"|\u201C[^\u201D]{0,1000}\u201D|\u00AB[^\u00BB]{0,1000}\u00BB|\u201E[^\u201C\u201D]{0,1000}[\u201C\u201D]/g,
      ' ',
    );
}

function holds(text: string, wording: string): boolean {
  return indexOfWords(text, wording) >= 0;
}

function statesIt(text: string, wording: string): boolean {
  const at = indexOfWords(text, wording);
  if (at < 0) return false;
  return !DEMAND.test(sentenceBefore(text, at));
}

/** A claim that is denied, or put as a condition or a wish, does not count. */
function claimsIt(text: string, wording: string): boolean {
  const at = indexOfWords(text, wording);
  if (at < 0) return false;
  const before = sentenceBefore(text, at);
  return (
    !DEMAND.test(before) &&
    !/\b(?:not|no|never|until|unless|if|when|once|whether|without|before|after|that)\b/.test(before)
  );
}

function sentenceBefore(text: string, at: number): string {
  const before = text.slice(0, at);
  return before
    .slice(Math.max(before.lastIndexOf('. '), before.lastIndexOf('; '), before.lastIndexOf('! ')) + 1)
    .trimStart();
}

/** Position of the wording as whole words: no letter or digit adjoins it. */
function indexOfWords(text: string, wording: string): number {
  for (let at = text.indexOf(wording); at >= 0; at = text.indexOf(wording, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + wording.length)];
    if (!isPartOfWord(before) && !isPartOfWord(after)) return at;
  }
  return -1;
}

function isPartOfWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}
