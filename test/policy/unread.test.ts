import { AcceptedUnread } from '../../src/policy/unread.ts';
import { NEVER_ACCEPTED } from '../../src/report/words.ts';
import { builtInPacket } from '../../src/policy/built-in.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { SKIP_REASONS, type SkipReason } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { packet } from '../cli/helpers.ts';

const test = suite('AcceptedUnread');
const [OBJECT, OTHER] = ['0'.repeat(40), '1'.repeat(40)];
const WHO = { owner: 'jp', reason: 'the vendor has the key', expires: '2026-06-30' };
const BY_PATH = { path: 'out/*.zip', kinds: ['encrypted', 'corrupt'], ...WHO } as const;
const BY_OBJECT = { objects: [OBJECT], kinds: ['encrypted'], ...WHO } as const;

test('accepts a part at the path of an entry for its reasons alone, and says which entries it needed', () => {
  const unread = new AcceptedUnread([], [BY_OBJECT, BY_PATH], '2026-06-01');
  assert.ok(unread.cover({ path: 'out/a.zip', reason: 'encrypted' }));
  assert.ok(unread.cover({ path: 'out/b.zip', reason: 'corrupt' }));
  assert.not(unread.cover({ path: 'out/a.zip', reason: 'truncated' }));
  assert.not(unread.cover({ path: 'other/a.zip', reason: 'encrypted' }));
  assert.equal([...unread.used], [1]);
});

test('takes an object of the history by its id and never by its path, which whoever commits chooses', () => {
  const unread = new AcceptedUnread([], [BY_PATH, BY_OBJECT], '2026-06-01');
  assert.ok(unread.cover({ path: 'anywhere', reason: 'encrypted', object: OBJECT }));
  assert.not(unread.cover({ path: 'out/a.zip', reason: 'encrypted', object: OTHER }));
  assert.not(unread.cover({ path: 'anywhere', reason: 'encrypted' }));
  const both = new AcceptedUnread([], [{ ...BY_PATH, objects: [OBJECT] }], '2026-06-01');
  assert.ok(both.cover({ path: 'out/a.zip', reason: 'encrypted' }));
  assert.ok(both.cover({ path: 'x', reason: 'encrypted', object: OBJECT }));
});

test('counts up to and with its last day', () => {
  const part = { path: 'out/a.zip', reason: 'encrypted' } as const;
  assert.ok(new AcceptedUnread([], [BY_PATH], '2026-06-30').cover(part));
  assert.not(new AcceptedUnread([], [BY_PATH], '2026-07-01').cover(part));
});

test('never accepts an interruption or a bug, whatever an entry says', () => {
  for (const reason of ['interrupted', 'internal-error'] as const) {
    const unread = new AcceptedUnread([reason], [{ ...BY_PATH, kinds: [reason] }], '2026-06-01');
    assert.not(unread.cover({ path: 'out/a.zip', reason }), reason);
  }
});

test('a packet may name each reason that reports offer to accept, and no other', async () => {
  for (const reason of SKIP_REASONS) {
    const entry = { path: 'a.zip', kind: reason, owner: 'o', reason: 'r', expires: '2999-12-31' };
    const isTaken = await isPacket(text(entry));
    assert.is(isTaken, !NEVER_ACCEPTED.has(reason), reason);
    assert.is(await isPacket(`coverage: { accept_unread: [${reason}] }`), isTaken, reason);
  }
});

test('an entry needs a place, a reason, an owner and a last day, and no glob for everything', async () => {
  const whole = { path: 'a.zip', kind: '[encrypted, corrupt]', owner: 'o', reason: 'r', expires: '2999-12-31' };
  assert.ok(await isPacket(text(whole)));
  for (const key of Object.keys(whole)) {
    const { [key]: _, ...rest } = whole as Record<string, string>;
    assert.not(await isPacket(text(rest)), key);
  }
  assert.not(await isPacket(text({ ...whole, path: '"**/*"' })));
  assert.not(await isPacket(text({ ...whole, kind: '[]' })));
  const { allow } = await loadPacket(packet(text({ ...whole, object: `'${OBJECT}'` })), 'p');
  assert.equal(allow.unread, [
    {
      path: 'a.zip',
      objects: [OBJECT],
      kinds: ['encrypted', 'corrupt'] satisfies SkipReason[],
      owner: 'o',
      reason: 'r',
      expires: '2999-12-31',
    },
  ]);
  assert.equal(builtInPacket().allow.unread, []);
});

function text(entry: Readonly<Record<string, string>>): string {
  const fields = Object.entries(entry).map(([key, value]) => `${key}: ${value}`);
  return `allow: { unread: [{ ${fields.join(', ')} }] }`;
}

async function isPacket(more: string): Promise<boolean> {
  return loadPacket(packet(more), 'p').then(
    () => true,
    () => false,
  );
}

test.run();
