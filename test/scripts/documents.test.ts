import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesUnder } from '../../scripts/lib/files.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('documents');

const read = (path: string): string => readFileSync(path, 'utf8');
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
/** Made by `npm run build`, so it may be missing when the tests run first. */
const BUILT = ['THIRD-PARTY.md'];

function documents(): string[] {
  const top = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
  return [...top, ...filesUnder(process.cwd(), 'docs', '.md').filter((path) => path !== 'docs/rules.md')];
}

test('README has two commands that set themselves up, of scripts that there are', () => {
  const commands = [...read('README.md').matchAll(/^npm ci && npm (?:run )?(\S+)$/gm)].map(
    ([, script]) => script ?? '',
  );
  assert.equal(commands, ['sample', 'test']);
  for (const script of commands) assert.ok(script in manifest.scripts, script);
});

test('the packet in README is one that counts', async () => {
  const [, yaml = ''] = /```yaml\n(apiVersion[^]*?)```/.exec(read('README.md')) ?? [];
  const packet = await loadPacket(yaml, 'README.md');
  assert.ok(packet.forbid.some(({ id }) => id === 'no-password-hash'));
  assert.ok(packet.forbid.some(({ id }) => id === 'no-secret-value'));
});

test('every script that a document names is there', () => {
  for (const path of documents())
    for (const [, script = ''] of read(path).matchAll(/npm run ([a-z-]+)/g))
      assert.ok(script in manifest.scripts, `${path}: npm run ${script}`);
});

test('every link between documents leads somewhere', () => {
  for (const path of documents())
    for (const [, target = ''] of read(path).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      const file = join(dirname(path), target);
      assert.ok(BUILT.includes(file) || existsSync(file), `${path}: ${target}`);
    }
});

/** Anchors of the headings, as GitHub makes them. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

test('every link to a heading leads to one', () => {
  for (const path of documents())
    for (const [, target = '', anchor = ''] of read(path).matchAll(/\]\(((?!https?:)[^)#]*)#([^)]+)\)/g)) {
      const file = target === '' ? path : join(dirname(path), target);
      if (file.endsWith('.md')) assert.ok(anchorsOf(read(file)).has(anchor), `${path}: ${target}#${anchor}`);
    }
});

test('the index of the guides names every guide', () => {
  const index = read('docs/README.md');
  for (const path of documents().filter((one) => /^docs\/[^/]+\.md$/.test(one) && one !== 'docs/README.md'))
    assert.ok(index.includes(`(${path.slice('docs/'.length)})`), path);
});

test('every path in code marks that begins like one of ours is there', () => {
  for (const path of documents())
    for (const [, target = ''] of read(path).matchAll(/`((?:src|scripts|rules|schemas|test)\/[\w./-]+)`/g))
      assert.ok(existsSync(target) || target === 'rules/acme.yaml' || target === 'src/generated', `${path}: ${target}`);
});

test.run();
