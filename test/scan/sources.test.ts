import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtInPacket } from '../../src/policy/built-in.ts';
import type { Packet } from '../../src/policy/packet.ts';
import { openSources, type SourceOptions } from '../../src/scan/sources.ts';
import { chunks, withFolder } from '../cli/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('openSources()');

async function lines(
  options: Partial<SourceOptions> & { cwd: string },
  packet: Packet = builtInPacket(),
): Promise<string[]> {
  const out: string[] = [];
  for await (const event of openSources({ paths: ['.'], env: {}, ...options }, packet)) {
    if (event.kind === 'blob') out.push(event.blob.path);
    else if (event.kind === 'skip') out.push(`${event.inScope ? '!' : ''}${event.skip.path}: ${event.skip.detail}`);
  }
  return out;
}

test('standard input comes first, files in order', () =>
  withFolder({ b: '', a: '' }, async (cwd) => {
    assert.equal(await lines({ cwd, paths: ['b', '-', 'a'], stdin: chunks('x') }), ['<stdin>', 'a', 'b']);
  }));

test('files that the run writes are left out', () =>
  withFolder({ 'a/out.json': '', 'a/b': '' }, async (cwd) => {
    const outputs = [join(cwd, 'a/out.json')];
    assert.equal(await lines({ cwd, outputs }), ['a/b', 'a/out.json: an output of this run']);
  }));

test('a target repository of the packet is never opened, by its path or through the environment', () =>
  withFolder({ 'target/x': '', 'other/y': '', z: '' }, async (cwd) => {
    const packet: Packet = { ...builtInPacket(), targets: { roots: ['target'], rootsEnv: ['OTHER'] } };
    const reason = 'lies in a folder that the packet forbids to open';
    assert.equal(await lines({ cwd, env: { OTHER: join(cwd, 'other') } }, packet), [
      `!other: ${reason}`,
      `!target: ${reason}`,
      'z',
    ]);
  }));

test('globs of the packet start from its folder, those of the command line from the working directory', () =>
  withFolder({ 'sub/a': '', 'sub/deep/a': '', 'sub/deep/b': '' }, async (cwd) => {
    mkdirSync(join(cwd, 'sub/deep/sub'));
    const packet: Packet = { ...builtInPacket(), exclude: ['sub/a'] };
    const options = { cwd: join(cwd, 'sub'), packetRoot: cwd, exclude: ['deep/b'] };
    assert.equal(await lines(options, packet), ['a: excluded by sub/a', 'deep/a', 'deep/b: excluded by deep/b']);
  }));

test.run();
