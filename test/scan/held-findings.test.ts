/** What stands in the raw bytes of a container is told once, and never lost to what its members hold. */
import { expand } from '../../scripts/lib/values.ts';
import { avroBlock, avroFile, avroText } from '../../src/selftest/avro.ts';
import { builtInPacket } from '../../src/policy/built-in.ts';
import { compilePolicy } from '../../src/policy/evaluate.ts';
import type { Location } from '../../src/types.ts';
import { token } from '../cli/helpers.ts';
import { makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, contextOf, scanBlobs } from './helpers.ts';

const test = suite('values in the raw bytes of a container');
const [SECRET, OTHER] = [token('held'), token('held, the other')];
const policy = compilePolicy(builtInPacket(), '2026-01-01');

/** A zip of one uncompressed member, with a comment behind it. */
function zipWith(data: string, comment: string): Buffer {
  const zip = Buffer.concat([makeZip([{ name: 'a.txt', data, method: 0 }]), Buffer.from(comment)]);
  zip.writeUInt16LE(comment.length, zip.length - comment.length - 2);
  return zip;
}

/** Where findings and what was let pass stand in a zip, where lines that speak of a rotation are let pass. */
async function placesIn(zip: Buffer): Promise<Readonly<Record<'findings' | 'allowed', readonly string[]>>> {
  const context = contextOf({
    policy: {
      ...policy,
      verdict: (input) =>
        input.place?.text?.().reveal().includes('rotated') === true
          ? { kind: 'allowed', by: 'rotation' }
          : policy.verdict(input),
    },
  });
  const { findings, allowed } = await scanBlobs([blobOf('a.zip', zip)], context);
  return { findings: findings.map(placeOf), allowed: allowed.map(placeOf) };
}

function placeOf({ location }: { readonly location: Location }): string {
  return location.view.join();
}

test('a value that a member holds is told once, by the member', async () => {
  assert.equal(await placesIn(zipWith(`x = ${SECRET}\n`, SECRET)), { findings: ['zip:a.txt'], allowed: [] });
  assert.equal(await placesIn(zipWith(`x = ${SECRET}\n`, OTHER)), { findings: ['zip:a.txt', ''], allowed: [] });
});

test('a value that is not reported in a member is not reported once', async () =>
  assert.equal(await placesIn(zipWith(`x = ${SECRET} is rotated\n`, '')), { findings: [], allowed: ['zip:a.txt'] }));

test('a value between the members is told, though it is not reported in one of them', async () =>
  assert.equal(await placesIn(zipWith(`x = ${SECRET} is rotated\n`, `\nleak ${SECRET}\n`)), {
    findings: [''],
    allowed: ['zip:a.txt'],
  }));

/** An Avro file with a text in each row, one behind the other. */
function avroWith(...texts: readonly string[]): Buffer {
  const schema = { type: 'record', name: 'Row', fields: [{ name: 'token', type: 'string' }] };
  return avroFile(schema, 'null', avroBlock(texts.length, Buffer.concat(texts.map((text) => avroText(text)))));
}

test('a value in a table is told once, whatever stands beside it in the raw bytes', async () => {
  // The length of each text is a letter or a digit, which stands behind the text before it.
  for (const length of [40, 26, 51]) {
    const [one, other] = ['a', 'b'].map((seed) => expand([`{base62:${length}}`], `held ${seed}`));
    assert.equal(await placesIn(avroWith(one as string, other as string)), { findings: ['avro', 'avro'], allowed: [] });
  }
});

test('what no row holds of a table is told where it stands', async () => {
  const bytes = Buffer.concat([avroWith(`x = ${SECRET}`), Buffer.from(`\nleak ${OTHER}\n`)]);
  assert.equal(await placesIn(bytes), { findings: ['avro', ''], allowed: [] });
});

test.run();
