/** Every case under `fixtures/`, written to an empty folder and scanned: what it must find, and nothing else. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPacket } from '../src/policy/load.ts';
import type { Packet } from '../src/policy/packet.ts';
import { scan } from '../src/scan.ts';
import { Secret } from '../src/secret.ts';
import type { Finding, ScanResult, SkipReason } from '../src/types.ts';
import { type ExpectedFinding, type Fixture, isExpected, loadFixtures, writeFixture } from './helpers/fixtures.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('fixtures');
/** What the built-in packet lets stay unread, and values that are not searched for where it does not require them. */
const ACCEPTED: ReadonlySet<SkipReason> = new Set(['image-pixels', 'pdf-text', 'weak-value']);

interface Scanned {
  readonly result: ScanResult;
  readonly expected: readonly ExpectedFinding[];
  /** The folder as the findings name it. */
  readonly folder: string;
}

/** The built-in packet with what the case adds to it. */
async function packetOf({ id, packet }: Fixture): Promise<{ packet?: Packet }> {
  if (packet === undefined) return {};
  const head = {
    apiVersion: 'watertight/v1',
    kind: 'EvidencePacket',
    metadata: { id: 'case' },
    extends: 'watertight:default',
  };
  return { packet: await loadPacket(JSON.stringify({ ...head, ...packet }), `${id}/case.yaml`) };
}

async function scanned(fixture: Fixture): Promise<Scanned> {
  const cwd = await mkdtemp(join(tmpdir(), 'watertight-case-'));
  try {
    const expected = await writeFixture(fixture, join(cwd, 'case'));
    const declared = Object.entries(fixture.known ?? {});
    const values = declared.map(([name, value]) => ({ name, secret: new Secret(value) }));
    const known = values.length === 0 ? {} : { known: { values } };
    const packet = await packetOf(fixture);
    const packetRoot = join(cwd, 'case');
    const { result } = await scan({ paths: ['case'], cwd, env: {}, ledger: true, packetRoot, ...packet, ...known });
    return { result, expected, folder: 'case' };
  } finally {
    await rm(cwd, { recursive: true });
  }
}

function told({ ruleId, surface, location }: Finding): string {
  const { path, view, startLine, startColumn, endLine, endColumn } = location;
  const steps = [path, ...view].join(' > ');
  return `${ruleId} on ${surface} at ${steps}:${startLine}:${startColumn} to ${endLine}:${endColumn}`;
}

/** Expected findings that the scan did not give. */
function missing({ result, expected, folder }: Scanned): readonly ExpectedFinding[] {
  return expected.filter((one) => !result.findings.some((finding) => isExpected(finding, one, folder)));
}

for (const fixture of await loadFixtures()) {
  const { id, pending, expect, skips, source } = fixture;
  const what = `${id}${source.length > 0 ? ` (${source.join(', ')})` : ''}`;

  if (pending !== undefined) {
    test(`${what} is not found yet, as its case says`, async () => {
      const run = await scanned(fixture);
      assert.ok(missing(run).length > 0, `it is found now: take the line 'pending' out of fixtures/${id}/case.yaml`);
    });
    continue;
  }

  test(`${what} gives ${expect.length === 0 ? 'no finding' : 'its findings in their places'}`, async () => {
    const run = await scanned(fixture);
    const { result, expected, folder } = run;
    const found = result.findings.map(told).join('\n');
    assert.equal(missing(run), [], found);
    const further = result.findings.filter((finding) => !expected.some((one) => isExpected(finding, one, folder)));
    assert.equal(further.map(told), [], id);
    assert.equal(result.skipped.map(({ reason }) => reason).sort(), [...skips].sort());
    for (const [by, count] of Object.entries(fixture.allowed ?? {})) assert.is(result.summary.allowed[by], count, by);
    const exitCode = expect.length > 0 ? 1 : skips.some((reason) => !ACCEPTED.has(reason)) ? 3 : 0;
    assert.is(result.summary.exitCode, exitCode);
  });

  test(`${what} has every file and member in the ledger`, async () => {
    const { result, folder } = await scanned(fixture);
    for (const { path } of fixture.files)
      assert.ok(
        result.ledger.some((entry) => entry.path === `${folder}/${path}` && entry.view.length === 0),
        path,
      );
    const counted = result.ledger.reduce((sum, { findings }) => sum + findings, 0);
    assert.is(counted, result.findings.length);
  });
}

test.run();
