import { expand } from '../../scripts/lib/values.ts';
import { token } from '../cli/helpers.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, contextOf, scanBlobs, told } from './helpers.ts';

const test = suite('NameFindings');
const SECRET = token('name');

test('a value in the name of a file is a finding, at its column in the name', async () => {
  const { findings, ledger } = await scanBlobs([blobOf(`ü/run-${SECRET}.log`, 'ok\n')]);
  assert.equal(findings.map(told), ['gitlab-pat ü/run-<redacted:gitlab-pat>.log > path:1:7']);
  assert.is(findings[0]?.surface, 'backend_log');
  assert.is(ledger[0]?.findings, 1);
});

test('a value in the name of a folder is told once, for the first file in it', async () => {
  const { findings } = await scanBlobs([
    blobOf(`${SECRET}/a.log`, 'ok\n'),
    blobOf(`${SECRET}/b.log`, 'ok\n'),
    blobOf(`other/${SECRET}/c.log`, 'ok\n'),
  ]);
  assert.equal(findings.map(told), [
    'gitlab-pat <redacted:gitlab-pat>/a.log > path:1:1',
    'gitlab-pat other/<redacted:gitlab-pat>/c.log > path:1:7',
  ]);
});

test('a value in the name of a member is told by its archive', async () => {
  const zip = makeZip([{ name: `deep/${SECRET}.txt`, data: 'ok\n' }]);
  const { findings } = await scanBlobs([blobOf('a.zip', zip)]);
  assert.equal(findings.filter(({ location }) => location.view.at(-1) === 'path').map(told), [
    'gitlab-pat a.zip > zip:deep/<redacted:gitlab-pat>.txt > path:1:6',
  ]);
});

test('a password in the name of a folder is told once, as one is that ends the name', async () => {
  const named = `DB_PASSWORD=${expand(['{letters:4}', '{digits:2}', '{base62:10}'], 'a folder')}`;
  const tar = await makeTar([
    { name: `out/${named}/a.txt`, data: 'ok' },
    { name: `out/${named}/b.txt`, data: 'ok' },
  ]);
  const { findings } = await scanBlobs([blobOf('a.tar', tar), blobOf(`in/${named}/b.log`, 'ok\n')]);
  assert.equal(findings.map(told), [
    'generic-secret a.tar > tar:out/DB_PASSWORD=<redacted:generic-secret>/a.txt > path:1:17',
    'generic-secret in/DB_PASSWORD=<redacted:generic-secret>/b.log > path:1:16',
  ]);
});

test('a short word behind a name for credentials is no value in the name of a file, whatever ends it', async () => {
  const { findings } = await scanBlobs([blobOf('case=no-include-credential=oidc.json', 'ok\n')]);
  assert.equal(findings.map(told), []);
});

test('an encoded value in a name is told, and shown nowhere', async () => {
  const bytes = Buffer.from(SECRET);
  const percent = [...bytes].map((byte) => `%${byte.toString(16)}`).join('');
  const names = [`x-${bytes.toString('base64url')}.log`, `${bytes.toString('hex')}/a`, `p ${percent}`];
  const zip = makeZip([{ name: `${bytes.toString('base64')}/`, data: '' }]);
  const { findings, ledger } = await scanBlobs([...names.map((name) => blobOf(name, 'ok\n')), blobOf('a.zip', zip)]);
  assert.equal(findings.map(told), [
    'gitlab-pat x-<redacted:gitlab-pat>.log > path > base64:1:3',
    'gitlab-pat <redacted:gitlab-pat>/a > path > hex:1:1',
    'gitlab-pat p <redacted:gitlab-pat> > path > percent:1:3',
    'gitlab-pat a.zip > zip:<redacted:gitlab-pat>=/ > path > base64:1:1',
  ]);
  for (const name of [bytes.toString('base64').slice(4, 16), bytes.toString('hex').slice(4, 16), percent.slice(6, 20)])
    assert.not.ok(JSON.stringify([findings, ledger]).includes(name));
});

test('folders, links and what they lead to have names, in archives too', async () => {
  const tar = await makeTar([
    { name: `d-${SECRET}/`, type: 'directory' },
    { name: 'link', type: 'symlink', linkname: `/x/${SECRET}` },
  ]);
  const { findings } = await scanBlobs([blobOf('a.tar', tar)]);
  assert.equal(findings.map(told), [
    'gitlab-pat a.tar > tar:d-<redacted:gitlab-pat>/ > path:1:3',
    'gitlab-pat a.tar > tar:link > link:1:4',
  ]);
});

test('names without a value cost nothing and give nothing', async () => {
  const context = contextOf();
  const { findings } = await scanBlobs(
    [
      blobOf('a.log', 'ok\n'),
      blobOf('password=changed.log', 'ok\n'),
      blobOf('out/token: none/key=value.json', 'ok\n'),
      blobOf('reset password.tar.gz', 'ok\n'),
    ],
    context,
  );
  assert.equal(findings, []);
});

test.run();
