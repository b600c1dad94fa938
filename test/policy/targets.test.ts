import { builtInPacket } from '../../src/policy/built-in.ts';
import { refusedRoots } from '../../src/policy/targets.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('refusedRoots');

test('gives the roots that are written and those that variables hold', () => {
  const packet = {
    ...builtInPacket(),
    vars: { TARGET: 'ACME_TARGET_REPO' },
    targets: { roots: ['../target', '/srv/t'], rootsEnv: ['TARGET', 'OTHER_REPO', 'UNSET', 'EMPTY', 'constructor'] },
  };
  const env = { ACME_TARGET_REPO: '/srv/a', OTHER_REPO: '/srv/t', EMPTY: '', TARGET: '/not/this' };
  assert.equal(refusedRoots(packet, env), ['../target', '/srv/t', '/srv/a']);
});

test('gives none for the built-in packet', () => {
  assert.equal(refusedRoots(builtInPacket(), {}), []);
});

test.run();
