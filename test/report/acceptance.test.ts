import { acceptCommand, pathFlag } from '../../src/report/acceptance.ts';
import { compileTextGlob } from '../../src/policy/text-glob.ts';
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

test('where a report shows less than the name, the path that it gives fits the name', () => {
  const names = [
    ['out/<redacted:gitlab-pat>/a.zip', 'out/some-token/a.zip'],
    ['out/<redacted:value>-<redacted:value>.zip', 'out/one-two.zip'],
    ['out/a\u001b[2J.zip', 'out/a\u001b[2J.zip'],
    [`out/${'n'.repeat(500)}.zip`, `out/${'n'.repeat(500)}.zip`],
  ] as const;
  for (const [shown, name] of names) {
    const glob = parseArguments(['allow', ...(pathFlag(shown)?.split(' ') ?? [])])
      .text('path')
      ?.replaceAll("'", '');
    assert.ok(compileTextGlob(glob ?? '')(name), shown);
  }
});

test('no command is given for a path of which nothing may be shown', () => {
  assert.is(pathFlag('<redacted:value>'), undefined);
  assert.is(acceptCommand(skip({ path: '<redacted:value>/<redacted:value>' })), undefined);
});

test.run();
