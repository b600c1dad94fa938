import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scan } from '../../src/scan.ts';
import { token } from '../cli/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('texts that repeat what is looked at');

type Needle = string | number | Uint8Array;

/** What searches of a buffer go over, in bytes, while a file is scanned. */
async function walkedIn(name: string, text: string): Promise<number> {
  const cwd = mkdtempSync(join(tmpdir(), 'dense-'));
  const { indexOf, lastIndexOf } = Buffer.prototype;
  let walked = 0;
  try {
    writeFileSync(join(cwd, name), text);
    Buffer.prototype.indexOf = function counted(value: Needle, from?: unknown, encoding?: BufferEncoding): number {
      const at = indexOf.call(this, value, from, encoding);
      const start = typeof from === 'number' ? from : 0;
      walked += (at < 0 ? this.length : at) - start;
      return at;
    };
    Buffer.prototype.lastIndexOf = function counted(value: Needle, from?: unknown, encoding?: BufferEncoding): number {
      const at = lastIndexOf.call(this, value, from, encoding);
      walked += (typeof from === 'number' ? from : this.length) - Math.max(0, at);
      return at;
    };
    await scan({ paths: [name], cwd, env: {} });
  } finally {
    Object.assign(Buffer.prototype, { indexOf, lastIndexOf });
    rmSync(cwd, { recursive: true });
  }
  return walked;
}

const FOUND = Array.from({ length: 50 }, (_, index) => token(`dense-${index}`));
const found = (index: number): string => FOUND[index % FOUND.length] ?? '';

/** Files of one long line, and what they repeat. */
const FILES: readonly (readonly [name: string, head: string, unit: (index: number) => string])[] = [
  ['a.ts', '', (index) => `${found(index)} `],
  ['a.ini', 'a = ', (index) => `${found(index)} `],
  ['a.md', '| ', (index) => `${found(index)} | `],
  ['a.xml', '<a><b>', (index) => `${found(index)} `],
  ['b.xml', '<a><!-- ', (index) => `${found(index)} `],
  ['a.cast', '', (index) => `[${index}.0,"o","a`],
  ['a.ipynb', '', () => '{"cells":[{"source":["a"]}]}'],
];

function textOf(head: string, unit: (index: number) => string, size: number): string {
  return (
    head +
    Array.from({ length: size / 20 }, (_, index) => unit(index))
      .join('')
      .slice(0, size)
  );
}

for (const [name, head, unit] of FILES) {
  test(`${name}, ${unit(0).slice(0, 12)}: four times as much is searched once as well`, async () => {
    await walkedIn(name, textOf(head, unit, 2000));
    const [small, large] = [
      await walkedIn(name, textOf(head, unit, 60_000)),
      await walkedIn(name, textOf(head, unit, 240_000)),
    ];
    assert.ok(large <= 6 * small, `${small} and ${large} bytes`);
  });
}

test.run();
