import { analysePattern } from '../../src/detect/pattern-analysis.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('keywordPlaces');

function placesOf(
  pattern: string,
  keywords: readonly string[],
  flags = '',
): ReturnType<typeof analysePattern>['places'] {
  return analysePattern(pattern, flags, keywords).places;
}

function following(pattern: string, keywords: readonly string[], flags = ''): readonly (readonly string[])[] {
  return placesOf(pattern, keywords, flags)[0]?.following ?? [];
}

function before(pattern: string, keyword: string): string | undefined {
  return placesOf(pattern, [keyword])[0]?.before;
}

function leadsTo(pattern: string): { readonly over: string; readonly to: string } | undefined {
  return placesOf(pattern, ['acme'])[0]?.leadsTo;
}

const OTHERS_THAN_DIGITS = '\0/:\xff';

test('gives the class of each byte behind the keyword, as pairs', () => {
  assert.equal(following('acme_[0-9a-f]{3}x', ['acme_']), [['09af', '09af', '09af', 'xx']]);
});

test('tells the ways apart in which a match goes on', () => {
  assert.equal(following('http(?:s:|x[0-9])y', ['http']), [
    ['ss', '::', 'yy'],
    ['xx', '09', 'yy'],
  ]);
});

test('joins ways that differ in their first byte alone', () => {
  assert.equal(following('acme(?:a|[0-9])z', ['acme']), [['09aa', 'zz']]);
});

test('joins all ways where there are very many', () => {
  const ways = Array.from({ length: 10 }, (_, index) => `${index}`.repeat(index + 1)).join('|');
  assert.equal(following(`acme(?:${ways})z`, ['acme']).length, 1);
});

test('ends where a match may end', () => {
  assert.equal(following('acme[0-9]{1,2}', ['acme']), [['09']]);
  assert.equal(following('acme[0-9]{0,2}', ['acme']), []);
});

test('takes both cases with the flag i', () => {
  assert.equal(following('acme[x]y', ['acme'], 'i'), [['XXxx', 'YYyy']]);
});

test('looks at the keyword where the pattern has it, and at nothing in front of it', () => {
  assert.equal(following('[a-z]{0,9}token=[0-9]{2}', ['token=']), [['09', '09']]);
});

test('takes a lookahead at its word, but not a negative one', () => {
  assert.equal(following('acme(?=[a-z])[a-z0-9]{2}(?![0-9])', ['acme']), [['az', '09az']]);
  assert.equal(following('acme(?=[a-z]?)[a-z0-9]{2}', ['acme']), [['09az', '09az']]);
});

test('counts many repetitions as any number', () => {
  assert.equal(following('acme[a-z]{0,500};[0-9]{9}', ['acme']).flat().includes(';;'), true);
});

test('knows which bytes lie between a keyword and the first that few can be', () => {
  assert.equal(leadsTo('acme[0-9A-Za-z]{1,300}@x'), { over: '09AZaz', to: '@@' });
  assert.equal(leadsTo('acme:?[0-9A-Za-z]{0,9}(?:@|%40)x'), { over: '09AZaz', to: '%%::@@' });
});

test('says nothing of the way where a match may end on it, and where there is none', () => {
  assert.is(leadsTo('acme[0-9A-Za-z]{1,300}@?'), undefined);
  assert.is(leadsTo('acme@x'), undefined);
});

test('knows what stands in front of a keyword inside a match', () => {
  assert.is(before('[0-9]acme[0-9]{2}', 'acme'), '09');
  assert.is(before('[0-9]{0,2}acme[0-9]{2}', 'acme'), undefined);
});

test('knows what assertions let stand in front of a match', () => {
  assert.is(before('(?<=[=:]|--)acme[0-9]', 'acme'), '--::==');
  assert.is(before('(?<![0-9])acme[0-9]', 'acme'), OTHERS_THAN_DIGITS);
  assert.is(before('(?<![0-9][a-z])acme[0-9]', 'acme'), undefined);
  assert.is(before(String.raw`\bacme[0-9]`, 'acme'), '\0/:@[^``{\xff');
  assert.is(before(String.raw`\B_acme[0-9]`, '_acme'), '09AZ__az');
  assert.is(before('(?:(?<![0-9])|(?<=x))acme[0-9]', 'acme'), OTHERS_THAN_DIGITS);
  assert.is(before('(?:(?<=[0-9])acme|[a-z]?)acme[0-9]', 'acme'), undefined);
});

test('keeps the offsets of keywords apart', () => {
  const places = placesOf('(?:[0-9]{2,6}mid|other|x{3}other)[0-9]', ['mid', 'other', 'unused']);
  const offsets = places.map(({ keywords, offset }) => [keywords, offset.min, offset.max]);
  assert.equal(offsets, [
    [[0], 2, 6],
    [[1], 0, 3],
  ]);
});

test.run();
