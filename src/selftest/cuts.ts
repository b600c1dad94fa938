import type { ViewWriter } from './view-writer.ts';

/** The longest run of characters of a value, cut in two; its surroundings stay with the halves. */
function halves(text: string): readonly [string, string] {
  const [longest] = [...text.matchAll(/\w+/g)].toSorted((a, b) => b[0].length - a[0].length);
  const middle = (longest?.index ?? 0) + Math.ceil((longest?.[0].length ?? 0) / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

const cut = (name: string, ending: string, join: (first: string, second: string) => string): ViewWriter => ({
  name,
  ending,
  write: (text) => Buffer.from(join(...halves(text))),
});

/** A hexadecimal dump with 16 bytes per line, as `xxd` writes it. */
function dump(text: string): string {
  const bytes = Buffer.from(`event=sync ${text} and more of it`, 'latin1');
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const groups = bytes.toString('hex', at, at + 16).match(/.{1,4}/g) ?? [];
    lines.push(`${at.toString(16).padStart(8, '0')}: ${groups.join(' ')}\n`);
  }
  return lines.join('');
}

/** Pairs of digits below each other, each line with a logger's prefix. */
function logged(text: string): string {
  const pairs = [...Buffer.from(`event=sync ${text} and more of it`, 'latin1')].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += 16)
    lines.push(`2026-01-01T00:00:00Z DEBUG wire ${pairs.slice(at, at + 16).join(' ')}\n`);
  return lines.join('');
}

/** The first character after the cut is given by its code. */
function numbered(first: string, second: string): string {
  return `line = "${first}" & Chr(${second.charCodeAt(0)}) & "${second.slice(1)}"\n`;
}

/** Two nodes of the Atlassian Document Format, the first one in bold. */
function nodes(first: string, second: string): string {
  const strong = { type: 'text', text: first, marks: [{ type: 'strong' }] };
  return `${JSON.stringify({ type: 'paragraph', content: [strong, { type: 'text', text: second }] })}\n`;
}

const frame = (time: number, text: string): string => `${JSON.stringify([time, 'o', text])}\n`;

/** Frames of a terminal recording (asciicast v2). */
function cast(first: string, second: string): string {
  return `${JSON.stringify({ version: 2, width: 80, height: 24 })}\n${frame(0.1, first)}${frame(0.2, second)}`;
}

const CRI = '2026-01-01T00:00:00.000000000Z stdout';

/** A part of a line as Docker stores it. */
function docker(log: string, isEnd: boolean): string {
  return `${JSON.stringify({ log: isEnd ? `${log}\n` : log, stream: 'stdout', time: '2026-01-01T00:00:00Z' })}\n`;
}

const JOB = '2026-01-01T00:00:00.000000Z';

/** An event of a language model with a piece of its text. */
const delta = (content: string): string => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

/** With the backslashes that shells and Markdown put before single characters. */
const backslashed = (text: string): string => text.replace(/[-_.]/g, (sign) => `\\${sign}`);

/** Ways in which a value is cut. */
export const CUTS: readonly ViewWriter[] = [
  cut('joined-lines', 'sh', (first, second) => `${first}\\\n${second}\n`),
  cut('ansi-stripped', 'log', (first, second) => `\u001b[32m${first}\u001b[1m${second}\u001b[0m\n`),
  cut('invisible-stripped', 'md', (first, second) => `${first}\u200b${second}\n`),
  cut('markup-stripped', 'html', (first, second) => `<p>${first}<b>${second}</b></p>\n`),
  cut('quoted-printable', 'eml', (first, second) => `a=3Db =\nline ${first}=\n${second} end=20\n`),
  cut('concat', 'js', (first, second) => `const line = '${first}' +\n  '${second}';\n`),
  cut('concat of an array', 'js', (first, second) => `const line = ['${first}', '${second}'].join('');\n`),
  cut('concat of numbers', 'bas', numbered),
  cut('rich-text-joined', 'json', nodes),
  cut('joined-lines of markup', 'html', (first, second) => `<p>${first}<br>\n${second}</p>\n`),
  cut('table-joined', 'md', (first, second) => `| text | n |\n| --- | --- |\n| ${first} | 1 |\n| ${second} | 2 |\n`),
  { name: 'shell-unquoted by backslashes', ending: 'sh', write: (text) => Buffer.from(`echo ${backslashed(text)}\n`) },
  cut('shell-unquoted', 'log', (first, second) => `+ echo '${first}'"${second}"\n`),
  cut('cast-joined', 'cast', cast),
  cut('cri-joined', 'log', (first, second) => `${CRI} P ${first}\n${CRI} F ${second}\n`),
  cut('stream-joined', 'log', (first, second) => `${delta(first)}${delta(second)}`),
  cut('gitlab-joined', 'log', (first, second) => `${JOB} 01O ${first}\n${JOB} 01O+${second}\n`),
  cut('strace-joined', 'log', (first, second) => `read(0, "${first}", 9) = 9\nread(0, "${second}", 9) = 9\n`),
  cut('docker-joined', 'log', (first, second) => `${docker(first, false)}${docker(second, true)}`),
  cut('yaml-scalar', 'yaml', (first, second) => `note: >-\n  ${first}\n  ${second}\n`),
  cut(
    'encoded-word',
    'eml',
    (first, second) => `From: a@example.com\nSubject: ${word(first)}\n ${word(second)}\n\ntext\n`,
  ),
  // The breaks of the scalar and of the lines around it are not joints of another cut.
  cut('yaml-scalar with an empty line', 'yaml', (first, second) => `note: >-\n  ${first}\n\n  ${second}\n`),
  cut('csv', 'csv', (first, second) => `id,data\n1,"{""note"":""${first}"" + ""${second}""}"\n`),
  { name: 'hexdump', ending: 'log', write: (text) => Buffer.from(dump(text)) },
  { name: 'hexdump in a log', ending: 'log', write: (text) => Buffer.from(logged(text)) },
];
