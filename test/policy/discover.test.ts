import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ScanError } from '../../src/errors.ts';
import { discoverPacket } from '../../src/policy/discover.ts';
import type { DiscoverOptions, DiscoveredPacket } from '../../src/policy/discover.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite<{ root: string }>('discoverPacket');

test.before.each(async (context) => {
  context.root = await mkdtemp(join(tmpdir(), 'watertight-discover-'));
});
test.after.each(async ({ root }) => rm(root, { recursive: true }));

const packet = (id: string): string =>
  JSON.stringify({
    apiVersion: 'watertight/v1',
    kind: 'EvidencePacket',
    metadata: { id },
    forbid: [{ id: 'a', surfaces: 'all', match: { class: 'secret' } }],
  });

async function write(root: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

async function found(options: DiscoverOptions): Promise<string> {
  const result: DiscoveredPacket = await discoverPacket(options);
  return `${JSON.stringify(result.packet.metadata['id'])} ${result.origin}`.replaceAll('"', '');
}

async function refusal(options: DiscoverOptions): Promise<string> {
  try {
    await discoverPacket(options);
  } catch (error) {
    assert.instance(error, ScanError);
    assert.is((error as ScanError).code, 'packet-invalid');
    return (error as ScanError).message;
  }
  throw new Error('a packet was taken');
}

test('takes the flag before the variable before the folder before the built-in', async ({ root }) => {
  await write(root, { 'f.yaml': packet('flag'), 'e.yaml': packet('env'), '.watertight/packet.yaml': packet('folder') });
  assert.is(await found({ flag: 'f.yaml', env: 'e.yaml', cwd: root }), 'flag f.yaml');
  assert.is(await found({ flag: join(root, 'f.yaml'), cwd: root }), `flag ${join(root, 'f.yaml')}`);
  assert.is(await found({ env: 'e.yaml', cwd: root }), 'env e.yaml');
  assert.is(await found({ env: '', cwd: root }), 'folder .watertight/packet.yaml');
  await rm(join(root, '.watertight'), { recursive: true });
  assert.is(await found({ cwd: root }), 'watertight-default built-in');
});

test('an error of what the variable names names the variable, and one that holds a text is not quoted', async ({
  root,
}) => {
  await write(root, { 'e.yaml': 'kind: Other\n' });
  assert.match(
    await refusal({ env: 'e.yaml', cwd: root }),
    /e\.yaml:1:.*\n {2}\(this packet is named by WATERTIGHT_PACKET\)$/s,
  );
  assert.match(await refusal({ env: 'none.yaml', cwd: root }), /none\.yaml: no such file\n.*WATERTIGHT_PACKET/);
  assert.not.match(await refusal({ flag: 'none.yaml', env: 'e.yaml', cwd: root }), /WATERTIGHT_PACKET/);
  const pasted = await refusal({ env: packet('pasted').replaceAll(',', ',\n'), cwd: root });
  assert.is(pasted, 'Cannot use WATERTIGHT_PACKET: it must be the path of a packet, on one line');
});

test('looks upwards as far as the root of the repository', async ({ root }) => {
  await write(root, {
    '.watertight/packet.yml': packet('outside'),
    'repo/.git/HEAD': '',
    'repo/.watertight/packet.json': packet('repo'),
    'repo/a/b/x': '',
    'bare/.git': 'gitdir: elsewhere',
    'bare/a/x': '',
  });
  const cwd = join(root, 'repo/a/b');
  assert.is(await found({ cwd }), 'repo ../../.watertight/packet.json');
  assert.is((await discoverPacket({ cwd })).root, join(root, 'repo'));
  const below = await discoverPacket({ cwd: join(root, 'bare/a') });
  assert.equal([below.origin, below.root], ['built-in', join(root, 'bare')]);
});

test('outside a repository looks at the working directory alone', async ({ root }) => {
  await write(root, { '.watertight/packet.yaml': packet('mine'), 'a/x': '' });
  assert.is(await found({ cwd: join(root, 'a') }), 'watertight-default built-in');
  assert.is(await found({ cwd: root }), 'mine .watertight/packet.yaml');
});

test('does not take another packet where nobody knows whether there is one', async ({ root }) => {
  await symlink('.watertight', join(root, '.watertight'));
  assert.match(await refusal({ cwd: root }), /packet\.yaml: too many symbolic links$/);
});

test('refuses a folder of the packet that is a link which leads nowhere', async ({ root }) => {
  await symlink('nowhere', join(root, '.watertight'));
  assert.match(await refusal({ cwd: root }), /\.watertight: it is a broken link$/);
});

test('refuses two packets side by side, and a link that leads nowhere', async ({ root }) => {
  await write(root, { '.watertight/packet.yaml': packet('a'), '.watertight/packet.json': packet('b') });
  assert.match(await refusal({ cwd: root }), 'there is another packet beside it');
  await rm(join(root, '.watertight/packet.yaml'));
  await rm(join(root, '.watertight/packet.json'));
  await symlink('nowhere', join(root, '.watertight/packet.yaml'));
  assert.is(await refusal({ cwd: root }), 'Cannot use packet .watertight/packet.yaml: no such file');
});

test('refuses what cannot be read as a packet', async ({ root }) => {
  await write(root, { 'big.yaml': '#'.repeat(1024 * 1024 + 1), 'latin.yaml': Buffer.from([0x61, 0xe4]), 'd/x': '' });
  execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
  assert.is(await refusal({ flag: 'missing.yaml', cwd: root }), 'Cannot use packet missing.yaml: no such file');
  assert.is(await refusal({ flag: 'd', cwd: root }), 'Cannot use packet d: it is not a file');
  assert.is(await refusal({ flag: 'pipe.yaml', cwd: root }), 'Cannot use packet pipe.yaml: it is not a file');
  assert.is(await refusal({ flag: 'big.yaml', cwd: root }), 'Cannot use packet big.yaml: it is larger than 1 MiB');
  assert.is(
    await refusal({ flag: 'latin.yaml', cwd: root }),
    'Cannot use packet latin.yaml: it is neither UTF-8 nor UTF-16: save it as UTF-8',
  );
});

test('follows the pointer of a document, relative to the document', async ({ root }) => {
  await write(root, {
    'docs/sot/case.md': '---\ntitle: x\nref: &a y\nwatertight: { packet: ../case.packet.yaml }\n---\n# Case\n',
    'docs/case.packet.yaml': packet('pointed'),
  });
  assert.is(await found({ flag: 'docs/sot/case.md', cwd: root }), 'pointed docs/case.packet.yaml');
});

test('takes a packet that stands in the front matter, and names its places by the document', async ({ root }) => {
  await write(root, {
    'good.md': `---\ntitle: x\nwatertight: ${packet('inline')}\n---\n`,
    'bad.md': `---\ntitle: x\nwatertight:\n  kind: EvidencePacket\n  forbidd: []\n---\n`,
    'alias.md': '---\nwatertight: { packet: &x a.yaml }\n---\n',
    'twice.md': '---\nwatertight: { packet: a.yaml }\nwatertight: { packet: b.yaml }\n---\n',
    'text.md': '---\nwatertight: on\n---\n',
  });
  assert.is(await found({ flag: 'good.md', cwd: root }), 'inline good.md');
  assert.match(
    await refusal({ flag: 'bad.md', cwd: root }),
    "bad.md:5:3: $.watertight: unknown key 'forbidd' (did you mean forbid?)",
  );
  assert.match(
    await refusal({ flag: 'alias.md', cwd: root }),
    'alias.md:2:26: $.watertight.packet: anchors are not allowed',
  );
  assert.match(await refusal({ flag: 'twice.md', cwd: root }), 'twice.md:3:1: $.watertight: duplicate key');
  assert.match(await refusal({ flag: 'text.md', cwd: root }), 'text.md:2:13: the packet must be a mapping');
});

test('says what is wrong with a document that carries no packet', async ({ root }) => {
  await write(root, {
    'none.md': '# x\n',
    'open.md': '---\na: 1\n',
    'other.md': '---\na: 1\n---\n',
    'text.md': '---\njust text\n---\n',
    'both.md': '---\nwatertight: { packet: a.yaml, forbid: [] }\n---\n',
    'loop.md': '---\nwatertight: { packet: loop.md }\n---\n',
    'lost.md': '---\nwatertight: { packet: lost.yaml }\n---\n',
  });
  const refused = async (flag: string): Promise<string> =>
    (await refusal({ flag, cwd: root })).replace('Cannot use packet ', '');
  assert.is(await refused('none.md'), 'none.md: it has no front matter (--- on line 1)');
  assert.is(await refused('open.md'), 'open.md: the front matter of line 1 has no closing ---');
  assert.is(await refused('other.md'), "other.md: its front matter has no key 'watertight'");
  assert.is(await refused('text.md'), 'text.md: front matter of text.md is not a mapping (starts at line 1)');
  assert.match(await refused('both.md'), "under 'watertight', only 'packet' is allowed, the path of a file");
  assert.match(await refused('loop.md'), 'points to another document');
  assert.is(await refused('lost.md'), 'lost.yaml: no such file');
});

test('finds no front matter in a captured document, and no mapping where it may search', async ({ root }) => {
  await write(root, { 'seed.md': await readFile('fixtures/packets/captured-document.md') });
  assert.match(await refusal({ flag: 'seed.md', cwd: root }), 'it has no front matter');
  assert.is(
    await refusal({ flag: 'seed.md', cwd: root, searchLines: 20 }),
    'Cannot use packet seed.md: front matter of seed.md is not a mapping (starts at line 7)',
  );
});

test.run();
