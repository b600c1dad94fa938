import type { Observation } from '../check-result.ts';
import type { FileGate } from '../policy/governed.ts';
import { speaks } from '../policy/prose/phrase.ts';
import { quoted, quotedPair } from '../policy/quotation.ts';
import { claimsSaid, falseClaims } from './claims.ts';
import { gateSaid, unlessFound, say, variableOf, type CheckContext } from './context.ts';
import { placeIn } from './documents.ts';
import type { Recorded } from './observer.ts';

/** ADM-01 to ADM-06: what is admitted, by whom, and whether runs used what is admitted. */
export function admissionChecks(context: CheckContext): Observation[] {
  const gates = Object.entries(context.packet.governed.gates).flatMap(([id, gate]) =>
    gate.kind === 'file-matches-env' ? [[id, gate] as const] : [],
  );
  const claimed = [...falseClaims('ADM-03', context), ...falseClaims('ADM-04', context)];
  if (gates.length === 0) return [say('ADM-01', 'not-checked', 'the packet has no admission gate'), ...claimed];
  return [
    ...gates.map(([id]) => stateSaid(id, context)),
    ...unlessFound(
      'ADM-02',
      gates.flatMap(([id, gate]) => broken(id, gate, context)),
      'every admission file is valid',
    ),
    ...unlessFound(
      'ADM-03',
      [...authority(context), ...claimed.filter(({ id }) => id === 'ADM-03')],
      'one work item is the admission authority',
    ),
    ...claimsSaid('ADM-04', context, 'only the admission file claims an admission'),
    ...unlessFound(
      'ADM-05',
      gates.flatMap(([id, gate]) => recorded(id, gate, context)),
      recordedSaid(context),
    ),
    ...unlessFound(
      'ADM-06',
      gates.flatMap(([id]) => undecided(id, context)),
      'no admission goes beyond the decision',
    ),
  ];
}

function stateSaid(id: string, context: CheckContext): Observation {
  const { state, why } = context.evaluation.gate(id);
  return gateSaid('ADM-01', id, state === 'open' ? `${id} gate open` : `${id} gate ${state}: ${why}`, context);
}

function broken(id: string, gate: FileGate, context: CheckContext): Observation[] {
  const { state, why } = context.evaluation.gate(id);
  if (state !== 'broken') return [];
  const names = gate.match.map(({ pointer, env }) => `${pointer} as in ${variableOf(context.packet, env)}`).join(', ');
  return [
    say('ADM-02', 'fail', why, {
      fix: `write the file that ${variableOf(context.packet, gate.env)} names with ${names}, or unset the variable`,
    }),
  ];
}

function undecided(id: string, { evaluation, packet }: CheckContext): Observation[] {
  const { undecided: why } = evaluation.gate(id);
  if (why === undefined) return [];
  const record = packet.governed.decision?.record ?? 'the decision record';
  return [say('ADM-06', 'fail', why, { fix: `record the decision in ${record} first, or remove the admission file` })];
}

const AUTHORITY =
  /(?<id>[A-Z][A-Z0-9-]{0,60}-\d{1,9})`?\s+(?:as|is|remains|stays|claims|holds|has|becomes)\s+(?:the\s+|an?\s+)?(?:sole\s+|only\s+)?(?:provider\/model\s+|provider\s+|model\s+)?admission authority/g;

function authority({ packet, documents }: CheckContext): Observation[] {
  const decision = packet.governed.decision;
  if (decision === null) return [];
  if (decision.authority === undefined) {
    return [say('ADM-03', 'not-checked', 'the packet names no admission authority')];
  }
  return documents.flatMap((document) =>
    document.blocks.filter(speaks).flatMap((block) =>
      [...block.text.matchAll(AUTHORITY)]
        .map((match) => match.groups?.['id'] ?? '')
        .filter((id) => id !== decision.authority)
        .map((id) =>
          say(
            'ADM-03',
            'fail',
            `${id} claims admission authority, which belongs to ${quoted(decision.authority ?? '')}`,
            {
              place: placeIn(document, block.line),
              fix: 'correct the sentence, or decision.authority in the packet',
            },
          ),
        ),
    ),
  );
}

/** Maximum number of different values of a gate that are listed; a run records the same one on every line. */
const SHOWN = 20;

/** What runs recorded must be what is admitted, and nothing may be recorded while the gate is not open. */
function recorded(id: string, gate: FileGate, context: CheckContext): Observation[] {
  const { state, admitted = {}, why } = context.evaluation.gate(id);
  const seen = new Set<string>();
  const found: Observation[] = [];
  for (const one of context.seen.recorded) {
    if (one.gate !== id) continue;
    const key = `${one.pointer}\0${one.value}\0${one.path}`;
    const right = state === 'open' && admitted[one.pointer]?.normalize('NFC') === one.value.normalize('NFC');
    if (right || seen.has(key) || found.length >= SHOWN) continue;
    seen.add(key);
    found.push(
      say('ADM-05', 'fail', recordedSaidOf(one, { state, why, admitted }), {
        place: { path: one.path, line: one.line },
        fix: fixOf(gate, context),
      }),
    );
  }
  return found;
}

function recordedSaidOf(
  one: Recorded,
  gate: { state: string; why: string; admitted: Readonly<Record<string, string>> },
): string {
  const what = one.pointer.split('/').at(-1) ?? one.pointer;
  const inside = one.view.length > 0 ? ` (in ${one.view.join(' > ')})` : '';
  const [used, admitted] = quotedPair(one.value, gate.admitted[one.pointer] ?? '');
  const head = `${one.path}${inside} used ${what} ${used} (${one.name})`;
  return gate.state === 'open'
    ? `${head}, admitted is ${admitted}`
    : `${head} without admission: gate ${gate.state}, ${gate.why}`;
}

function fixOf(gate: FileGate, { packet }: CheckContext): string {
  return `run what the file of ${variableOf(packet, gate.env)} admits, and remove evidence of other runs`;
}

function recordedSaid({ seen }: CheckContext): string {
  return seen.recorded.length === 0
    ? 'no run recorded a provider or model'
    : 'all recorded runs used the admitted provider and model';
}
