import { batchesOf, costOf, eventOf } from '../../../src/scan/threads/batches.ts';
import { memoryBlob } from '../../../src/source/memory-blob.ts';
import type { SourceEvent } from '../../../src/types.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('batchesOf()');
const MB = 1024 * 1024;

function file(path: string, size: number): SourceEvent {
  const blob = { ...memoryBlob(path, [], Buffer.alloc(0)), size, portable: { real: `/${path}`, size } };
  return { kind: 'blob', blob };
}

const skip: SourceEvent = {
  kind: 'skip',
  skip: { path: 's', view: [], reason: 'vanished', detail: 'no such file' },
  inScope: true,
};

async function batches(...events: readonly SourceEvent[]): Promise<string[]> {
  async function* source(): AsyncGenerator<SourceEvent> {
    yield* events;
  }
  const found: string[] = [];
  for await (const batch of batchesOf(source(), (path) => !path.includes('value'))) {
    if (batch.kind === 'local') found.push(`local ${batch.event.kind === 'blob' ? batch.event.blob.path : ''}`);
    else found.push(batch.items.map((item) => (item.kind === 'skip' ? item.skip.path : item.path)).join(' '));
  }
  return found;
}

test('keeps the order, skips among files', async () => {
  assert.equal(await batches(file('a', 1), skip, file('b', 1)), ['a s b']);
});

test('a large file is a batch of its own', async () => {
  assert.equal(await batches(file('a', 1), file('b', 100 * MB), file('c', 1)), ['a', 'b', 'c']);
});

test('a batch has some megabytes and a bounded number of items', async () => {
  const many = await batches(...Array.from({ length: 600 }, (_, index) => file(`${index}`, 0)));
  assert.ok(many.length >= 3);
  assert.is(many.join(' '), Array.from({ length: 600 }, (_, index) => index).join(' '));
});

test('what this thread alone can open stands between batches', async () => {
  const stdin: SourceEvent = { kind: 'blob', blob: memoryBlob('<stdin>', [], Buffer.alloc(1)) };
  assert.equal(await batches(file('a', 1), stdin, file('b', 1)), ['a', 'local <stdin>', 'b']);
});

test('a file in whose name a value stands is left to this thread', async () => {
  assert.equal(await batches(file('a', 1), file('value/b', 1)), ['a', 'local value/b']);
});

test('an item stands for its event', () => {
  const event = eventOf({ kind: 'file', path: 'a', file: { real: '/nowhere', size: 5 } });
  assert.ok(event.kind === 'blob' && event.blob.size === 5 && event.blob.path === 'a');
  assert.ok(costOf(file('a', 10 * MB)) > 10 * MB);
  assert.ok(costOf(skip) > 0);
});

test.run();
