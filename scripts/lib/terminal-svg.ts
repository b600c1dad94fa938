/** Draws text with ANSI colours as a picture of a terminal. The same text gives the same picture. */

/** How the picture is framed. */
export interface PictureOptions {
  /** Words in the title bar. */
  readonly title: string;
  /** Characters that a line holds before it goes on below. @default 100 */
  readonly columns?: number;
}

interface Style {
  readonly colour: string | undefined;
  readonly background: string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

interface Run {
  readonly text: string;
  readonly style: Style;
}

const PLAIN: Style = {
  colour: undefined,
  background: undefined,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};
const TEXT = '#d7dae0';
const GROUND = '#16181d';
/** The eight colours, then their bright forms. */
const PALETTE = (
  '#4b5160 #f07178 #8fd07f #f2c86b #7aa8f5 #c792ea #66c8d6 #d7dae0 ' +
  '#7b8394 #ff8f96 #a9e89a #ffdd8a #99c0ff #ddb0fa #8be3ef #ffffff'
).split(' ');
const FONT = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
const CHARACTER = 8.4;
const LINE = 20;
const PAD = 16;
const BAR = 34;

function hex(value: number): string {
  return Math.min(255, value).toString(16).padStart(2, '0');
}

/** Colour number of the 256: the palette, a cube of six steps a side, and greys. */
function indexed(index: number): string | undefined {
  if (index < 16) return PALETTE[index];
  if (index > 231) return `#${hex(8 + 10 * (index - 232)).repeat(3)}`;
  const step = (value: number): string => hex(value === 0 ? 0 : 55 + 40 * value);
  const cube = index - 16;
  return `#${step(Math.floor(cube / 36))}${step(Math.floor(cube / 6) % 6)}${step(cube % 6)}`;
}

/** The colour that the parameters after 38 or 48 name, and how many of them it takes. */
function extended(codes: readonly number[]): { colour: string | undefined; used: number } {
  const [kind, ...rest] = codes;
  if (kind === 5) return { colour: indexed(rest[0] ?? 7), used: 2 };
  const [red = 0, green = 0, blue = 0] = rest;
  return kind === 2 ? { colour: `#${hex(red)}${hex(green)}${hex(blue)}`, used: 4 } : { colour: undefined, used: 1 };
}

const SWITCHES: Readonly<Record<number, Partial<Style>>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { colour: undefined },
  49: { background: undefined },
};

/** SGR parameters: https://ecma-international.org/publications-and-standards/standards/ecma-48/ section 8.3.117. */
function restyle(style: Style, codes: readonly number[]): Style {
  let next = style;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, used } = extended(codes.slice(i + 1));
      next = { ...next, [code === 38 ? 'colour' : 'background']: colour };
      i += used;
    } else if (code >= 30 && code <= 37) next = { ...next, colour: PALETTE[code - 30] };
    else if (code >= 40 && code <= 47) next = { ...next, background: PALETTE[code - 40] };
    else if (code >= 90 && code <= 97) next = { ...next, colour: PALETTE[code - 82] };
    else if (code >= 100 && code <= 107) next = { ...next, background: PALETTE[code - 92] };
    else next = { ...next, ...SWITCHES[code] };
  }
  return next;
}

/** Lines of styled text; every escape sequence but colours is dropped, and so is every other control character. */
function parseAnsi(text: string): Run[][] {
  const lines: Run[][] = [[]];
  let style = PLAIN;
  const pieces = text.split(/(\u001B\[[0-9;:?]*[A-Za-z]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)|\r?\n)/);
  for (const piece of pieces) {
    if (piece.endsWith('\n')) lines.push([]);
    else if (/^\u001B\[[0-9;]*m$/.test(piece)) style = restyle(style, piece.slice(2, -1).split(';').map(Number));
    else if (!piece.startsWith('\u001B') && piece !== '')
      lines
        .at(-1)
        ?.push({ text: piece.replaceAll('\t', '    ').replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, ''), style });
  }
  while (lines.length > 1 && lines.at(-1)?.every((run) => run.text.trim() === '')) lines.pop();
  return lines;
}

/** Breaks a line that is longer than the terminal is wide. */
function wrap(line: readonly Run[], columns: number): Run[][] {
  const rows: Run[][] = [[]];
  let used = 0;
  for (const { text, style } of line) {
    let rest = Array.from(text);
    while (rest.length > 0) {
      if (used === columns) {
        rows.push([]);
        used = 0;
      }
      const part = rest.slice(0, columns - used);
      rest = rest.slice(part.length);
      used += part.length;
      rows.at(-1)?.push({ text: part.join(''), style });
    }
  }
  return rows;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function drawRun({ text, style }: Run, column: number, baseline: number): string {
  const colour = style.inverse ? (style.background ?? GROUND) : (style.colour ?? TEXT);
  const ground = style.inverse ? (style.colour ?? TEXT) : style.background;
  const place = (from: number): string => `x="${rounded(PAD + from * CHARACTER)}"`;
  const wide = (part: string): string => rounded(Array.from(part).length * CHARACTER);
  const rect = `<rect ${place(column)} y="${rounded(baseline - 14.5)}" width="${wide(text)}" height="${LINE}" fill="${ground}"/>`;
  const behind = ground === undefined ? '' : rect;
  const words = text.trim();
  if (words === '') return behind;
  const attributes = [
    place(column + text.indexOf(words)),
    `y="${rounded(baseline)}"`,
    `textLength="${wide(words)}"`,
    `fill="${colour}"`,
    style.bold ? 'font-weight="700"' : '',
    style.dim ? 'opacity="0.65"' : '',
    style.italic ? 'font-style="italic"' : '',
    style.underline ? 'text-decoration="underline"' : '',
  ].filter(Boolean);
  return `${behind}<text ${attributes.join(' ')}>${escapeXml(words)}</text>`;
}

function drawRow(row: readonly Run[], index: number): string {
  const baseline = BAR + PAD + index * LINE + 14.5;
  let column = 0;
  const drawn = row.map((run) => {
    const text = drawRun(run, column, baseline);
    column += Array.from(run.text).length;
    return text;
  });
  return drawn.join('');
}

/** The picture as SVG, one element a line of text, without scripts, outside fonts or addresses. */
export function terminalSvg(text: string, { title, columns = 100 }: PictureOptions): string {
  const rows = parseAnsi(text).flatMap((line) => wrap(line, columns));
  const width = Math.ceil(columns * CHARACTER + 2 * PAD);
  const height = BAR + 2 * PAD + rows.length * LINE;
  const dots = ['#f07178', '#f2c86b', '#8fd07f'].map(
    (fill, i) => `<circle cx="${20 + 20 * i}" cy="17" r="6" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${GROUND}"/>`,
    dots.join(''),
    `<g font-family="${FONT}" font-size="14" xml:space="preserve">`,
    `<text x="${width / 2}" y="22" text-anchor="middle" fill="#8a91a0">${escapeXml(title)}</text>`,
    ...rows.map(drawRow).filter(Boolean),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
