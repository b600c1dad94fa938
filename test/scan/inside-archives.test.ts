/** A file in an archive is judged as it would be outside of it. */
import { gzipSync } from 'node:zlib';
import { token } from '../cli/helpers.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from './helpers.ts';

const test = suite('files in archives');

/** Weak passwords are reported in settings alone, words of translations nowhere. */
const SETTINGS = `services:\n  db:\n    environment:\n      - ${['POSTGRES_PASSWORD', 'hunter2'].join('=')}\n`;
const WORDS = `<!ENTITY sync.password "${['Contrase', '\xf1a:'].join('')}">\n`;
const JUNIT = `<?xml version="1.0"?>\n<testsuites><testsuite name="a"><testcase name="${token('in a report')}"/></testsuite></testsuites>\n`;

const FILES = [
  { name: 'deploy/docker-compose.yml', data: SETTINGS },
  { name: 'chrome/locale/es-ES/preferences.dtd', data: Buffer.from(WORDS, 'latin1') },
  { name: 'out/results', data: JUNIT },
];

async function told(path: string, bytes: string | Uint8Array): Promise<readonly string[]> {
  const { findings } = await scanBlobs([blobOf(path, bytes)]);
  return findings.map(({ ruleId, surface, location }) => `${ruleId} ${surface} ${location.view.join(' ')}`.trim());
}

async function toldOfFiles(step: (name: string) => string): Promise<readonly string[]> {
  const each = await Promise.all(FILES.map(({ name, data }) => told(name, data)));
  return each.flatMap((lines, index) => lines.map((line) => `${line} ${step(FILES[index]?.name ?? '')}`));
}

test('are told as they are outside: by name and content, on their own surface', async () => {
  const plain = await toldOfFiles(() => '');
  assert.equal(
    plain.map((line) => line.trim()),
    ['weak-config-password generated_config', 'gitlab-pat report'],
  );
  const zipped = await toldOfFiles((name) => `zip:${name}`);
  for (const method of [0, 8] as const)
    assert.equal(await told('all.zip', makeZip(FILES.map((file) => ({ ...file, method })))), zipped);
  const tar = await makeTar(FILES);
  assert.equal(await told('all.tar', tar), await toldOfFiles((name) => `tar:${name}`));
  assert.equal(await told('all.tgz', gzipSync(tar)), await toldOfFiles((name) => `gzip tar:${name}`));
});

test('have the surface of an archive that is evidence itself', async () => {
  const [results] = FILES.slice(-1);
  assert.equal(await told('trace.zip', makeZip(results === undefined ? [] : [results])), [
    'gitlab-pat trace zip:out/results',
  ]);
  assert.equal(await told('all.zip', makeZip(FILES.slice(0, 1))), [
    'weak-config-password generated_config zip:deploy/docker-compose.yml',
  ]);
  assert.equal(await told('trace.zip', makeZip(FILES.slice(0, 1))), []);
});

test('what stands behind the end of a tar is told beside what its members hold', async () => {
  const behind = token('behind the end');
  const tar = Buffer.concat([await makeTar(FILES), Buffer.from(`key ${behind}\n`.padEnd(512))]);
  const lines = await told('all.tar', tar);
  assert.equal(lines.filter((line) => line.startsWith('gitlab-pat')).length, 2);
});

test.run();
