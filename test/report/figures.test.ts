import { byCount, count, plural, shortDigest, size } from '../../src/report/figures.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('report/figures');

test('numbers have commas', () => {
  assert.equal([0, 999, 2904, 1234567].map(count), ['0', '999', '2,904', '1,234,567']);
});

test('nouns agree with their number', () => {
  assert.equal(
    [plural(0, 'file'), plural(1, 'file'), plural(2, 'match', 'matches')],
    ['0 files', '1 file', '2 matches'],
  );
});

test('sizes are decimal and never read 1000.0', () => {
  assert.equal([912, 999, 1000, 18_100_000, 999_960, 2e9].map(size), [
    '912 B',
    '999 B',
    '1.0 kB',
    '18.1 MB',
    '1.0 MB',
    '2.0 GB',
  ]);
});

test('counts come largest first, equal ones by name', () => {
  assert.equal(byCount({ b: 1, a: 1, c: 5 }), [
    ['c', 5],
    ['a', 1],
    ['b', 1],
  ]);
});

test('digests keep their algorithm and twelve digits', () => {
  assert.is(shortDigest(`sha256:${'0123456789abcdef'.repeat(4)}`), 'sha256:0123456789ab');
});

test.run();
