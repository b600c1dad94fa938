import { innerPath, leadsToFile } from '../../src/scan/inner-path.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('innerPath()');

test('a member of an archive has its own path, the innermost one', () => {
  assert.is(innerPath('out/all.zip', ['zip:logs/app.log']), 'logs/app.log');
  assert.is(innerPath('out/all.zip', ['zip:a.tar', 'tar:b/c:d.txt']), 'b/c:d.txt');
  assert.is(innerPath('x.deb', ['ar:data.tar.xz', 'xz', 'tar:etc/app.conf']), 'etc/app.conf');
});

test('what was compressed has its name without the ending that says so', () => {
  assert.is(innerPath('run/master.key.gz', ['gzip']), 'run/master.key');
  assert.is(innerPath('a.zip', ['zip:fr.po.bz2', 'bzip2']), 'fr.po');
  assert.is(innerPath('dump', ['zstd']), 'dump');
});

test('data inside of a file has the path of the file', () => {
  assert.is(innerPath('a.pdf', ['pdf:7', 'base64']), 'a.pdf');
  assert.is(innerPath('a.zip', ['zip:b.pdf', 'pdf:7']), 'b.pdf');
  assert.is(innerPath('app.db', ['sqlite:users']), 'app.db');
});

test('leadsToFile() tells files from data in them', () => {
  assert.ok([['zip:a'], ['tar:a/b'], ['zip:a.gz', 'gzip']].every(leadsToFile));
  assert.not([['pdf:7'], ['zip:a', 'base64'], ['git-blob:00'], []].some(leadsToFile));
});

test.run();
