import { stdinSource, type StdinOptions } from '../../src/source/stdin.ts';
import type { Blob, SourceEvent } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { failureOf, lineOf, readAll } from './helpers.ts';

const test = suite('stdinSource()');

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const isHeld = (head: Uint8Array): boolean => head[0] === 0;

/** A line, and a failure for who asks for more. */
async function* slow(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('line\n');
  throw new Error('the rest was asked for');
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('\0' + 'a'.repeat(5000));
  throw Object.assign(new Error('x'), { code: 'EIO' });
}

async function eventsOf(
  stream: AsyncIterable<Uint8Array>,
  options: Partial<StdinOptions> = {},
): Promise<SourceEvent[]> {
  const events: SourceEvent[] = [];
  for await (const event of stdinSource(stream, { alone: true, isHeld, ...options })) events.push(event);
  return events;
}

async function blobOf(stream: AsyncIterable<Uint8Array>, options: Partial<StdinOptions> = {}): Promise<Blob> {
  const [event] = await eventsOf(stream, options);
  if (event?.kind !== 'blob') throw new Error('no blob');
  return event.blob;
}

const textOf = async (blob: Blob): Promise<string> => (await readAll(blob)).bytes.toString();

test('an archive is held and can be opened as often as its views ask, however the stream is cut', async () => {
  for (const parts of [['\0archive'], ['', '\0', 'arch', '', 'ive']]) {
    const blob = await blobOf(chunks(...parts));
    assert.is(await textOf(blob), '\0archive');
    assert.is(await textOf(blob), '\0archive');
  }
});

test('what is no archive stays a stream of which a line is given out at once', async () => {
  const blob = await blobOf(slow());
  const into = Buffer.alloc(16);
  assert.is(await blob.open().read(into), 5);
});

test('an archive past what is held is read once, whole, and says what to do', async () => {
  const blob = await blobOf(chunks('\0' + 'a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)), { mostHeld: 50 });
  assert.is(await textOf(blob), '\0' + 'a'.repeat(40) + 'b'.repeat(40) + 'c'.repeat(40));
  assert.match(await failureOf(() => blob.open()), /write it to a file and name that/);
});

test('an archive that breaks off is read as far as it came, and then fails', async () => {
  const reader = (await blobOf(broken())).open();
  assert.is(await reader.read(Buffer.alloc(6000)), 5001);
  assert.match(await failureOf(async () => reader.read(Buffer.alloc(8))), /^unreadable: /);
});

test('a stream without a byte is nothing alone, and not read beside others', async () => {
  assert.equal(await eventsOf(chunks('', '')), []);
  const events = await eventsOf(chunks(''), { alone: false });
  assert.equal(events.map(lineOf), ['!<stdin>: unreadable: it was empty']);
});

test.run();
