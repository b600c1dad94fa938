import { SaxesParser } from 'saxes';
import { terminalSvg } from '../../scripts/lib/terminal-svg.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('terminal-svg');

const draw = (text: string): string => terminalSvg(text, { title: 'title', columns: 20 });
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text [^>]*textLength[^>]*>([^<]*)</g)].map(([, text]) => text ?? '');

const height = (svg: string): number => Number(/height="(\d+)"/.exec(svg)?.[1]);

/** Element names in order; throws where the text is no XML. */
function elements(svg: string): string[] {
  const names: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ name }) => names.push(name));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  return names;
}

test('the same text gives the same picture', () => {
  assert.is(draw('a\u001B[31mb\u001B[0m'), draw('a\u001B[31mb\u001B[0m'));
});

test('text that looks like markup is escaped', () => {
  const svg = draw(`</text><script>alert("x")</script>&'`);
  assert.not.ok(elements(svg).includes('script'));
  assert.not.match(svg, /<script/);
});

test('a title that looks like markup is escaped', () => {
  assert.not.ok(elements(terminalSvg('a', { title: '"><script/>' })).includes('script'));
});

test('colours, weight and their end are drawn', () => {
  const svg = draw(
    '\u001B[1;31mred\u001B[0m plain \u001B[38;5;231mw\u001B[38;2;1;2;3mrgb\u001B[39m\u001B[7minv\u001B[27m',
  );
  assert.equal(texts(svg), ['red', 'plain', 'w', 'rgb', 'inv']);
  assert.match(svg, /fill="#f07178" font-weight="700">red/);
  assert.match(svg, /fill="#ffffff">w/);
  assert.match(svg, /fill="#010203">rgb/);
  assert.match(svg, /fill="#16181d">inv/);
});

test('spaces on both sides of a text move it and are not drawn', () => {
  assert.match(draw('\u001B[31m  a  \u001B[0m'), '<text x="32.8" y="64.5" textLength="8.4" fill="#f07178">a</text>');
});

test('other escape sequences and control characters are dropped', () => {
  const svg = draw('a\u001B[2Jb\u001B]0;title\u0007c\u0008d\u001B');
  assert.is(texts(svg).join(''), 'abcd');
  assert.ok(elements(svg).length > 0);
});

test('a long line goes on below', () => {
  assert.equal(texts(draw('x'.repeat(45))), ['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)]);
});

test('empty lines at the end are left out, those between are kept', () => {
  assert.is(height(draw('a\n\n\n')), height(draw('a')));
  assert.is(height(draw('a\n\nb')), height(draw('a')) + 40);
});

test('the picture names no outside address but the SVG name space', () => {
  assert.equal(draw('a').match(/https?:[^"]*/g), ['http://www.w3.org/2000/svg']);
});

test.run();
