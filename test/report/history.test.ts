import { historyPlace, otherPlaces } from '../../src/report/history.ts';
import type { Location, Place } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { finding, location } from './helpers.ts';

const test = suite('report/history');
const [COMMIT, OBJECT] = ['ab12'.repeat(10), 'cd34'.repeat(10)];
const inHistory = (overrides: Partial<Location>): Location =>
  location({ path: 'app.env', startLine: 3, startColumn: 9, commit: COMMIT, object: OBJECT, ...overrides });

test('a place in a file is told by its path, another part of the history by its object', () => {
  assert.is(historyPlace(inHistory({ part: 'blob' })), 'app.env:3:9');
  assert.is(historyPlace(inHistory({ part: 'message' })), 'message of commit cd34cd34cd34:3:9');
  assert.is(historyPlace(inHistory({ part: 'note', path: COMMIT })), 'note on commit ab12ab12ab12:3:9');
  assert.is(historyPlace(inHistory({ part: 'note', path: 'readme' })), 'note on commit readme:3:9');
});

const place = (overrides: Partial<Location>, inHead: boolean): Place => ({
  location: inHistory({ part: 'blob', ...overrides }),
  objects: 1,
  inHead,
  refs: [],
  refCount: 0,
});

test('other places of a value say in what they stand and whether HEAD still has them', () => {
  const places = [
    place({ path: 'first' }, true),
    place({ path: 'a.gz', view: ['gzip'] }, true),
    place({ path: 'b' }, true),
    place({ path: 'c.gz', view: ['gzip'] }, false),
    place({ path: 'd' }, false),
  ];
  assert.equal(otherPlaces(finding({ places })), [
    'also in a.gz:3:9 in gzip (still in HEAD)',
    'also in b:3:9 (still in HEAD)',
    'also in c.gz:3:9 in gzip',
    'also in d:3:9',
  ]);
  assert.equal(otherPlaces(finding({ places: [...places, ...places] })).slice(5), [
    'and in 4 more places: --format json lists all',
  ]);
  assert.equal(otherPlaces(finding()), []);
});

test.run();
