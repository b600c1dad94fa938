import { wantsColour } from '../../src/cli/io.ts';
import { assert, suite } from '../helpers/suite.ts';
import { fakeIo } from './helpers.ts';

const test = suite('wantsColour()');
const wants = (isTTY: boolean, env: Readonly<Record<string, string>>, refused = false): boolean =>
  wantsColour(fakeIo({ cwd: '/', isTTY, env }).io, refused);

test('a terminal has colours, a pipe has none', () => {
  assert.ok(wants(true, {}));
  assert.not(wants(false, {}));
  assert.not(wants(true, { TERM: 'dumb' }));
});

test('NO_COLOR and --no-color count before everything', () => {
  assert.not(wants(true, { NO_COLOR: '1', FORCE_COLOR: '1' }));
  assert.not(wants(true, { FORCE_COLOR: '1' }, true));
  assert.ok(wants(true, { NO_COLOR: '' }), 'an empty one counts as none');
});

test('FORCE_COLOR colours a pipe', () => {
  assert.ok(wants(false, { FORCE_COLOR: '1' }));
  assert.not(wants(false, { FORCE_COLOR: '0' }));
  assert.not(wants(false, { FORCE_COLOR: '' }));
});

test.run();
