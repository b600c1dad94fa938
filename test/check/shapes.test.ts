import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { check } from '../../src/check.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';
import { git, withFolder } from '../source/git/helpers.ts';
import { Case } from './case.ts';

const test = suite('packets of other shapes');
const FOLDER = 'fixtures/packets/shapes';

interface Shape {
  readonly record: string;
  readonly broken: readonly [field: string, reason: string];
  readonly gates: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly premature: readonly [path: string, text: string, check: string];
}

async function withShape(
  name: string,
  body: (one: Case, shape: Shape, record: string) => Promise<void>,
): Promise<void> {
  const shape = parse(readFileSync(`${FOLDER}/${name}/case.yaml`, 'utf8')) as Shape;
  await withFolder(async (folder) => {
    const one = new Case(folder);
    git(folder, ['init', '-q', '-b', 'main']);
    one.packet = readFileSync(`${FOLDER}/${name}/packet.yaml`, 'utf8');
    for (const [path, text] of Object.entries(shape.files)) one.write(path, text);
    const record = readFileSync(`${FOLDER}/${name}/record.yaml`, 'utf8').replace('COMMIT', one.commitAll());
    one.write(shape.record, record);
    Object.assign(one.env, shape.env);
    await body(one, shape, record);
  });
}

async function faultsOf(one: Case): Promise<string[]> {
  const packet = await loadPacket(one.packet, 'packet.yaml');
  const { result } = await check({ packet, origin: 'packet.yaml', root: one.root, env: one.env, today: '2026-06-10' });
  return result.observations
    .filter(
      ({ outcome }) => outcome === 'fail' || outcome === 'warn' || outcome === 'unproven' || outcome === 'invalid',
    )
    .map(({ id, message }) => `${id} ${message}`);
}

for (const name of readdirSync(FOLDER)) {
  test(`${name}: passes decided, with its gates as they should be`, () =>
    withShape(name, async (one, { gates }) => {
      assert.equal(await faultsOf(one), []);
      const { result } = await one.run();
      assert.equal(Object.fromEntries(result.facts.gates.map(({ id, state }) => [id, state])), gates);
      assert.is(result.summary.exitCode, 0);
    }));

  test(`${name}: a record without one of its fields decides nothing`, () =>
    withShape(name, async (one, { record: path, broken: [field, reason] }, record) => {
      const kept = record.split('\n').filter((line) => !line.trim().replace('"', '').startsWith(field));
      one.write(path, kept.join('\n'));
      const faults = await faultsOf(one);
      assert.ok(faults.includes(`DEC-05 ${reason}`), faults.join('\n'));
    }));

  test(`${name}: work that waits for the decision is not further without it`, () =>
    withShape(name, async (one, { record, premature: [, , id] }) => {
      one.remove(record);
      const faults = await faultsOf(one);
      assert.ok(
        faults.some((fault) => fault.startsWith(id)),
        faults.join('\n'),
      );
    }));
}

test.run();
