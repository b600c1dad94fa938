import { acceptCommand, pathFlag } from '../../src/report/acceptance.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import { assert, suite } from '../helpers/suite.ts';
import { skip } from './helpers.ts';

const test = suite('report/acceptance');

test('a path is written so that a shell and the command line read it as it is', () => {
  assert.is(pathFlag('out/a.zip'), '--path out/a.zip');
  assert.is(pathFlag("it's $(here).zip"), String.raw`--path 'it'\''s $(here).zip'`);
  assert.is(pathFlag('-rf.zip'), '--path=-rf.zip');
});

test('the command that a report gives is one, also for a name that begins with a hyphen', () => {
  for (const path of ['out/a.zip', '-rf.zip', '--force']) {
    const words = acceptCommand(skip({ path }))?.split(' ') ?? [];
    assert.is(parseArguments(words.slice(1)).text('path'), path);
  }
});

test.run();
