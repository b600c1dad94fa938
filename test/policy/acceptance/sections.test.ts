import { acceptanceLines } from '../../../src/policy/acceptance/lines.ts';
import { bySection, heldLine, SECTIONS, waitingWords, type Section } from '../../../src/policy/acceptance/sections.ts';
import { builtInPacket, extendedPacket } from '../../../src/policy/built-in.ts';
import { loadPacket } from '../../../src/policy/load.ts';
import type { Packet } from '../../../src/policy/packet.ts';
import { CHECK_TITLES } from '../../../src/report/check/titles.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('sections that checks wait for');

const CHECKS = Object.keys(CHECK_TITLES).filter((id) => id !== 'STM');
const LINE = { kind: 'acceptance', section: 'A', line: 1, text: '', checks: CHECKS, rest: [] } as const;
const HEAD = 'apiVersion: watertight/v1\nkind: EvidencePacket\nextends: watertight:default\nmetadata: { id: a }\n';

function waitingIn(packet: Packet): readonly Section[] {
  return [...bySection(heldLine(LINE, packet).waiting).keys()];
}

test('the founding packet lets every check run but the one of target blobs', async () => {
  assert.equal(heldLine(LINE, await extendedPacket('watertight:cto-case')).waiting, [
    { check: 'TGT-03', section: 'targets.blob_manifest' },
  ]);
});

test('the built-in packet lets checks of secrets, coverage and copies run, and no check that needs a section', () => {
  const { checks } = heldLine(LINE, builtInPacket());
  assert.equal(
    checks.filter((id) => !/^(?:PKT|SEC|COV)-/.test(id)),
    ['EVD-04'],
  );
});

for (const [section, lines] of Object.entries(SECTIONS) as [Section, readonly string[]][]) {
  test(`the form of ${section} loads, and nothing waits for it then`, async () => {
    const source = section === 'work_items.rules' ? ['  source: { path: a.md }'] : [];
    const gate =
      section === 'gates of kind all-of' ? SECTIONS['gates of kind file-matches-env'].slice(1).join('\n') : '';
    const text = `${HEAD}${lines[0]}\n${[gate, ...source, ...lines.slice(1)].join('\n')}\n`;
    const needs = /decision_status/.test(text) ? `${SECTIONS.decision.join('\n')}\n` : '';
    assert.not(waitingIn(await loadPacket(text + needs, 'p.yaml')).includes(section));
  });
}

test('the words name each section once, with its checks', () => {
  const [line] = acceptanceLines(
    [{ kind: 'item', acceptance: true, text: 'selects exactly one branch', line: 3 } as never],
    [],
  );
  assert.ok(line);
  assert.is(waitingWords(heldLine(line, builtInPacket()).waiting), 'DEC-03, WRK-03 once decision is written');
});

test('a line is held by the statement whose words it has, wherever that stands, and by none that the packet lacks', () => {
  const block = { kind: 'item', acceptance: true, text: 'States `not_decided` is the safe state.', line: 3 } as never;
  const other = { id: 'a', any: ['nothing is released'], role: 'prd' } as never;
  const fitting = { id: 'b', any: ['is the safe state'], role: 'prd' } as never;
  const checksOf = (statements: readonly never[]): readonly string[] | undefined =>
    acceptanceLines([block], statements)[0]?.checks;
  assert.equal(checksOf([]), ['DEC-01']);
  assert.equal(checksOf([other, fitting]), ['STM-02', 'DEC-01']);
});

test.run();
