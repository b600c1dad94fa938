const characters = (text: string, each: (character: string) => string): string => Array.from(text, each).join('');
const pieces = (text: string, size: number): string[] => text.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
const code = (character: string, radix: number): string => character.charCodeAt(0).toString(radix);

/** Rows of pairs of digits below each other, `size` bytes each. */
const pairRows = (value: string, size: number, mark: string, prefix: string): string =>
  pieces(Buffer.from(`sent with it: ${value} until the end`).toString('hex'), 2 * size)
    .map((row) => `${prefix}${pieces(row, 2).join(mark)}\n`)
    .join('');

/** Ways of writing a value that the views undo, short ones and long ones. */
export const WRITTEN_FORMS: readonly ((value: string) => string)[] = [
  (value) => `data = "${Buffer.from(`key: ${value} end of text`).toString('base64')}";\n`,
  (value) => `${pieces(Buffer.from(`the key is ${value}, and more`).toString('base64'), 24).join('\n')}\n`,
  (value) => `x = ${Buffer.from(`some words ${value}`).toString('hex')};\n`,
  (value) => `"a\\n${characters(value, (one) => `\\u${code(one, 16).padStart(4, '0')}`)}"\n`,
  (value) => `"${characters(value, (one) => `\\x${code(one, 16)}`)}"\n`,
  (value) => `?q=${characters(value, (one) => `%${code(one, 16)}`)}&r=1\n`,
  (value) => `<p>${characters(value, (one) => `&#${code(one, 10)};`)}</p>\n`,
  (value) =>
    `const k = ${pieces(value, 7)
      .map((piece) => `"${piece}"`)
      .join(' +\n    ')};\n`,
  (value) => `["${pieces(value, 9).join('", "')}"].join('')\n`,
  (value) => `<p>${pieces(value, 5).join('</b><b>')}</p>\n`,
  (value) => `<p>${characters(value, (one) => `<span class="token character ${'x'.repeat(90)}">${one}</span>`)}</p>\n`,
  (value) => `<p>${pieces(value, 3).join(`<!-- ${'remark '.repeat(50)}-->`)}</p>\n`,
  (value) => `run --token ${pieces(value, 12).join('\\\n')}\n`,
  (value) =>
    `run ${pieces(value, 6)
      .map((piece, index) => (index % 2 === 0 ? `'${piece}'` : `"${piece}"`))
      .join('')}\n`,
  (value) => `\u001b[31m${pieces(value, 6).join('\u001b[0m\u001b[1m')}\u001b[0m\n`,
  (value) => `${pieces(value, 8).join('\u200b')}\n`,
  (value) =>
    `key: >\n${pieces(value, 10)
      .map((piece) => `    ${piece}\n`)
      .join('')}\nother: 1\n`,
  (value) =>
    `| a | b |\n${pieces(value, 20)
      .map((piece) => `| ${piece} | text |\n`)
      .join('')}\n`,
  (value) => `Content-Transfer-Encoding: quoted-printable\n\n${pieces(value, 15).join('=\n')} =3D\n`,
  (value) =>
    `Subject: ${pieces(value, 20)
      .map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`)
      .join('\n ')}\n`,
  (value) => `"a","{""token"":""${value}""}"\n`,
  (value) => pairRows(value, 8, ' ', ''),
  (value) => pairRows(value, 16, ':', '2026-05-31 DEBUG rx '),
];
