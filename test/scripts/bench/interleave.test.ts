import { tmpdir } from 'node:os';
import { interleave } from '../../../scripts/bench/interleave.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('bench rounds');

const node = (code: string, codes = [0]) => ({ argv: [process.execPath, '-e', code], codes });

test('each entrant is measured once a round, its children with it', async () => {
  const work = 'const end = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < end);';
  const child = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(work)}])`;
  const entrants = [
    { name: 'idle', command: node('0') },
    { name: 'child', command: node(child) },
  ];
  const { costs, failures } = await interleave(entrants, 2, tmpdir());
  assert.is(failures.size, 0);
  assert.is(costs.get('idle')?.length, 2);
  assert.ok((costs.get('child') ?? []).every(({ cpu }) => cpu > 0.3));
  assert.ok((costs.get('idle') ?? []).every(({ peak }) => peak > 10e6));
});

test('a run that ends with another code is no figure', async () => {
  const { costs, failures } = await interleave([{ name: 'broken', command: node('process.exit(4)') }], 2, tmpdir());
  assert.is(costs.size, 0);
  assert.match(failures.get('broken') ?? '', 'ended 4');
});

test.run();
