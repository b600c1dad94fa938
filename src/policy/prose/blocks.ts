/** The kind of a document's block. Only paragraphs, items, rows and headings state something in the document's own voice. */
export type BlockKind = 'heading' | 'paragraph' | 'item' | 'row' | 'quote' | 'code';

/** A block of Markdown with its line breaks turned into spaces. Lines count from 1. */
export interface Block {
  readonly kind: BlockKind;
  readonly text: string;
  readonly line: number;
  readonly endLine: number;
  /** Level of a heading, 1 to 6; otherwise 0. */
  readonly level: number;
  /** Whether it is in a list of acceptance criteria, where sentences are required, not stated. */
  readonly acceptance: boolean;
}

interface Line {
  readonly kind: BlockKind | 'blank' | 'fence';
  readonly text: string;
  readonly level: number;
}

const ACCEPTANCE = /^(?:#{1,6}\s+)?[*_]{0,2}acceptance(?: (?:criteria|tests?|lines?))?[*_]{0,2}\s*:?[*_]{0,2}$/i;
/** A rule between paragraphs, or the line below a heading. */
const RULE = /^(?:-{3,}|={3,}|\*{3,}|_{3,})$/;
const LABEL = /^[*_]{0,2}[\p{L}][\p{L}\p{N} /-]{0,60}:[*_]{0,2}$/u;

/**
 * Reads a document's blocks. Front matter, comments, rules and lines with a lone `|`, which some viewers insert between
 * lines when a document is copied, count as blank.
 */
export function proseBlocks(text: string): Block[] {
  const lines = withoutComments(withoutFrontMatter(text)).split('\n');
  const blocks: Block[] = [];
  let open: Block | undefined;
  let fenced: string | undefined;
  let acceptance = 0;
  const close = (): void => {
    if (open !== undefined) blocks.push(open);
    open = undefined;
  };
  for (const [index, raw] of lines.entries()) {
    const line = readLine(raw, fenced, open?.kind);
    if (line.kind === 'fence') {
      fenced = fenced === undefined ? line.text : undefined;
      close();
      continue;
    }
    if (line.kind === 'blank') {
      close();
      continue;
    }
    if (open !== undefined && continues(open, line)) {
      open = { ...open, text: `${open.text} ${line.text}`, endLine: index + 1 };
      continue;
    }
    close();
    acceptance = acceptanceAfter(acceptance, line);
    open = {
      kind: line.kind,
      text: line.text,
      line: index + 1,
      endLine: index + 1,
      level: line.level,
      acceptance: acceptance > 0,
    };
    if (line.kind === 'heading') close();
  }
  close();
  return blocks;
}

/** Level under which acceptance criteria are listed: a heading's own, 7 for a label's list, 0 for none. */
function acceptanceAfter(level: number, line: Line): number {
  if (ACCEPTANCE.test(line.text.trim())) return line.kind === 'heading' ? line.level : 7;
  if (line.kind === 'heading') return level > 0 && level < 7 && line.level > level ? level : 0;
  return level === 7 && (LABEL.test(line.text.trim()) || line.kind === 'paragraph') ? 0 : level;
}

function continues(open: Block, line: Line): boolean {
  if (line.kind === 'paragraph') return open.kind === 'paragraph' || open.kind === 'item' || open.kind === 'quote';
  return line.kind === open.kind && (line.kind === 'quote' || line.kind === 'code');
}

function readLine(raw: string, fenced: string | undefined, before: BlockKind | undefined): Line {
  const text = raw.trim();
  const fence = /^(?:`{3,}|~{3,})/.exec(text)?.[0];
  if (fenced !== undefined) return fencedLine(text, fence, fenced);
  if (fence !== undefined) return { kind: 'fence', text: fence, level: 0 };
  if (text === '' || text === '|' || RULE.test(text)) return { kind: 'blank', text: '', level: 0 };
  const continuing = before === 'item' || before === 'paragraph';
  if (!continuing && /^(?: {4}|\t)/.test(raw)) return { kind: 'code', text, level: 0 };
  return marked(text) ?? { kind: text.startsWith('|') ? 'row' : 'paragraph', text, level: 0 };
}

/** A line inside a fence; the closing fence has the same mark, repeated at least as often. */
function fencedLine(text: string, fence: string | undefined, opening: string): Line {
  const ends = fence !== undefined && fence.startsWith(opening) && text === fence;
  return { kind: ends ? 'fence' : 'code', text, level: 0 };
}

/** A line that begins with a mark: a heading, a quotation, an item. */
function marked(text: string): Line | undefined {
  const heading = /^(?<marks>#{1,6})\s+(?<title>.*)$/.exec(text)?.groups;
  if (heading !== undefined) {
    const title = (heading['title'] ?? '').replace(/\s#+$/, '').trim();
    return { kind: 'heading', text: title, level: heading['marks']?.length ?? 1 };
  }
  if (text.startsWith('>')) return { kind: 'quote', text: text.replace(/^[>\s]+/, ''), level: 0 };
  const item = /^(?:[-*+]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?(?<text>.*)$/.exec(text)?.groups?.['text'];
  return item === undefined ? undefined : { kind: 'item', text: item, level: 0 };
}

/** Replaces front matter, and what a viewer puts before it, by blank lines. */
function withoutFrontMatter(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const open = lines.slice(0, 50).findIndex((line) => line.trimEnd() === '---');
  const before = lines.slice(0, Math.max(0, open));
  if (open < 0 || before.some((line) => /^#{1,6} /.test(line))) return lines.join('\n');
  const length = lines.slice(open + 1).findIndex((line) => /^(?:---|\.\.\.)\s*$/.test(line));
  if (length < 0) return lines.join('\n');
  return [...lines.slice(0, open + length + 2).map(() => ''), ...lines.slice(open + length + 2)].join('\n');
}

/** Replaces HTML comments by spaces; line breaks in them stay. */
function withoutComments(text: string): string {
  let out = '';
  let at = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', at)) {
    const end = text.indexOf('-->', start + 4);
    const stop = end < 0 ? text.length : end + 3;
    out += text.slice(at, start) + text.slice(start, stop).replace(/[^\n]/g, ' ');
    at = stop;
  }
  return out + text.slice(at);
}
