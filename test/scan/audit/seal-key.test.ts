import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealKey } from '../../../src/scan/audit/seal-key.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('sealKey()');

test('is kept where the given environment says, and nowhere without one', () => {
  const home = mkdtempSync(join(tmpdir(), 'seal-'));
  try {
    for (const env of [{}, { HOME: 'relative' }, { XDG_CACHE_HOME: 'relative' }]) assert.is(sealKey(env), undefined);
    const key = sealKey({ HOME: home });
    assert.is(key?.length, 32);
    assert.ok(existsSync(join(home, '.cache/watertight/audit.key')));
    assert.equal(sealKey({ USERPROFILE: home }), key);
    assert.equal(sealKey({ HOME: '/nowhere', XDG_CACHE_HOME: join(home, '.cache') }), key);
    writeFileSync(join(home, 'file'), '');
    assert.is(sealKey({ XDG_CACHE_HOME: join(home, 'file') }), undefined);
  } finally {
    rmSync(home, { recursive: true });
  }
});

test.run();
