/** Promise 2 where a name is cut: by what damaged its archive, by a field without room, or because it is too long to be shown. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { makeCabinet } from '../helpers/packed-archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, withFolder } from './helpers.ts';

const test = suite('cut names');
const VALUE = expand(['glp', 'at-', '{base62:20}'], 'a name that is cut');
/** More of a value than its public prefix and a character or two. */
const SHOWN = VALUE.slice(0, 10);

/** Scans the files, and says of each output what it shows of the value. */
async function assertHidden(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const inside = Object.fromEntries(Object.entries(files).map(([name, data]) => [`in/${name}`, data]));
  await withFolder(inside, async (cwd) => {
    for (const format of ['json', 'text']) {
      const { out, err } = await run(['scan', 'in', '-f', format, '-q', '--ledger', 'ledger.jsonl'], { cwd });
      const ledger = readFileSync(join(cwd, 'ledger.jsonl'), 'utf8');
      for (const [what, text] of Object.entries({ out, err, ledger })) {
        const at = text.indexOf(SHOWN);
        assert.is(at, -1, `${format}, ${what}: …${text.slice(Math.max(0, at - 80), at)}`);
      }
    }
  });
}

test('in a zip that ends within the name', () => {
  const zip = makeZip([
    { name: 'a.txt', data: 'ok' },
    { name: `out/${VALUE}`, data: 'x' },
  ]);
  const at = zip.indexOf(VALUE);
  const cuts = [12, 18, VALUE.length - 1].map((length) => [`${length}.zip`, zip.subarray(0, at + length)] as const);
  return assertHidden(Object.fromEntries(cuts));
});

test('in a zip whose header says that the name is shorter', () => {
  const zip = makeZip([{ name: `out/${VALUE}`, data: 'x' }]);
  const files = [12, 18, 24].flatMap((length) => {
    const [local, both] = [Buffer.from(zip), Buffer.from(zip)];
    local.writeUInt16LE(4 + length, 26);
    both.writeUInt16LE(4 + length, 26);
    both.writeUInt16LE(4 + length, both.indexOf('PK\u0001\u0002') + 28);
    return [
      [`local-${length}.zip`, local],
      [`both-${length}.zip`, both],
    ] as const;
  });
  return assertHidden(Object.fromEntries(files));
});

test('in a cabinet that ends within the name', () => {
  const cabinet = makeCabinet([{ name: `out/${VALUE}`, data: 'x' }]);
  const at = cabinet.indexOf(VALUE);
  const cuts = [12, 18, VALUE.length - 1].map((length) => [`${length}.cab`, cabinet.subarray(0, at + length)] as const);
  return assertHidden(Object.fromEntries(cuts));
});

test('in a tar whose long name is in a damaged header', async () => {
  const name = `${'k'.repeat(80)}-${VALUE}`;
  const tar = await makeTar([
    { name: '././@LongLink', data: `${name}\0` },
    { name: name.slice(0, 100), data: 'x' },
  ]);
  tar[3] = 0x58;
  await assertHidden({ 'a.tar': tar });
});

test('in names that are longer than is shown', async () => {
  const long = `${'d/'.repeat(505)}${VALUE}`;
  const tar = await makeTar([{ name: long, data: 'x' }]);
  const zip = makeZip([{ name: long, data: 'x' }]);
  await assertHidden({ 'a.tar': tar, 'a.zip': zip });
});

test('in the name of a member of JSON', () => {
  const key = `${'k'.repeat(60)} ${VALUE}`;
  const inside = expand(['glp', 'at-', '{base62:20}'], 'what the member holds');
  return assertHidden({ 'a.json': JSON.stringify({ [key]: { token: inside } }) });
});

test.run();
