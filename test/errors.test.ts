import { ScanError, stateOf } from '../src/errors.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('stateOf()');

const state = (message: string): string => stateOf(new ScanError('unreadable', message));

test('gives what a message says behind what was to be read', () => {
  assert.is(state('Cannot read runs/7.log: permission denied'), 'permission denied');
  assert.is(state('Cannot read a: b: input/output error'), 'input/output error');
  assert.is(state('its table is damaged'), 'its table is damaged');
  assert.is(state('Cannot open the archive: no such device'), 'Cannot open the archive: no such device');
});

test.run();
