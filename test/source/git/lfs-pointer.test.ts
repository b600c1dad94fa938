import { lfsPath, lfsPointer } from '../../../src/source/git/lfs-pointer.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('source/git/lfs-pointer');
const ID = 'ab'.repeat(32);
const HEAD = 'version https://git-lfs.github.com/spec/v1\n';

test('a pointer gives id, size and place of its content', () => {
  const pointer = lfsPointer(Buffer.from(`${HEAD}oid sha256:${ID}\nsize 12\n`));
  assert.equal(pointer, { id: ID, size: 12 });
  assert.is(lfsPath(pointer ?? { id: '', size: 0 }), `lfs/objects/ab/ab/${ID}`);
});

test('extensions before the id are allowed', () => {
  const text = `${HEAD}ext-0-foo sha256:${ID}\noid sha256:${ID}\nsize 1\n`;
  assert.equal(lfsPointer(Buffer.from(text))?.size, 1);
});

test('no other text is a pointer', () => {
  const others = ['', HEAD, `${HEAD}oid sha256:${ID}\n`, `${HEAD}oid sha256:../../x\nsize 1\n`];
  for (const text of [...others, `x${HEAD}oid sha256:${ID}\nsize 1\n`, `${HEAD}oid sha256:${ID}\nsize 1\nmore\n`]) {
    assert.is(lfsPointer(Buffer.from(text)), undefined);
  }
});

test.run();
