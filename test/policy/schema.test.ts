import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePacket } from '../../scripts/lib/generate-packet.ts';
import { CONFIDENCES, RULE_CLASSES, SEVERITIES, SKIP_REASONS, SURFACES } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('packet schema');

interface Schema {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}
const schema = JSON.parse(await readFile('schemas/packet.v1.schema.json', 'utf8')) as Schema;

test('has the choices of the code', () => {
  const choices = (name: string): readonly string[] | undefined => schema.$defs[name]?.enum;
  assert.is(schema.$id, 'urn:watertight:schemas:packet:v1');
  assert.equal(choices('surface'), SURFACES);
  assert.equal(choices('severity'), SEVERITIES);
  assert.equal(choices('confidence'), CONFIDENCES);
  assert.equal(choices('class'), [...RULE_CLASSES, 'copied-evidence']);
  const chosen = new Set(['excluded', 'gitignored', 'git-directory', 'refused', 'interrupted', 'internal-error']);
  for (const declared of ['weak-value', 'no-known-values', 'no-key']) chosen.add(declared);
  assert.equal(
    choices('reasonUnread'),
    SKIP_REASONS.filter((reason) => !chosen.has(reason)),
  );
});

test('refuses unknown keys in every mapping', () => {
  const open: string[] = [];
  const walk = (part: unknown, path: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { type, additionalProperties, allOf } = part as Readonly<Record<string, unknown>>;
    if (type === 'object' && additionalProperties === undefined && allOf === undefined) open.push(path);
    for (const [key, inner] of Object.entries(part)) walk(inner, `${path}/${key}`);
  };
  walk(schema, '#');
  assert.equal(open, []);
});

test('generates the same files each time, without imports', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'watertight-generate-'));
  try {
    await generatePacket(folder);
    for (const name of ['packet-validator.js', 'packet-validator.d.ts', 'default-packet.json']) {
      assert.is(await readFile(join(folder, name), 'utf8'), await readFile(join('src/generated', name), 'utf8'), name);
    }
    assert.not.match(await readFile(join(folder, 'packet-validator.js'), 'utf8'), /^import |\bimport\(/m);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.run();
