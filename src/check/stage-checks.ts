import type { Observation } from '../check-result.ts';
import type { EvidenceRef } from '../policy/governed.ts';
import { claimsSaid, falseClaims } from './claims.ts';
import { gateSaid, unlessFound, say, type CheckContext } from './context.ts';
import { placeIn } from './documents.ts';

/** STG-01 to STG-04: gates of several conditions, what counts as their evidence, and who claims to have passed them. */
export function stageChecks(context: CheckContext): Observation[] {
  const { gates, evidence } = context.packet.governed;
  const stages = Object.entries(gates).flatMap(([id, gate]) => (gate.kind === 'all-of' ? [id] : []));
  const after = evidence.refs.filter((ref) => ref.after !== undefined);
  const claimed = [...falseClaims('STG-02', context), ...falseClaims('STG-03', context)];
  if (stages.length === 0 && after.length === 0)
    return [say('STG-01', 'not-checked', 'the packet has no stages'), ...claimed];
  return [
    ...stages.map((id) => startSaid(id, context)),
    ...unlessFound(
      'STG-02',
      [...selfEvidence(context), ...frontMatterPass(stages, context), ...claimed.filter(({ id }) => id === 'STG-02')],
      'packet and documents are not evidence of a stage',
    ),
    ...claimsSaid('STG-03', context, 'nothing claims a stage that has not passed'),
    ...unlessFound(
      'STG-04',
      after.flatMap((ref) => early(ref, context)),
      'no stage report is early, for another model or older than the admission',
    ),
  ];
}

function startSaid(id: string, context: CheckContext): Observation {
  const { state, why } = context.evaluation.gate(id);
  return gateSaid('STG-01', id, state === 'open' ? `${id} may start` : `${id} blocked: ${why}`, context);
}

/** The documents of the decision are never their own evidence. */
function selfEvidence({ packet, documents, origin, evaluation }: CheckContext): Observation[] {
  const own = new Set([...documents.map(({ source }) => source.path), origin, packet.governed.decision?.record]);
  return packet.governed.evidence.refs.flatMap((ref) =>
    evaluation
      .evidence(ref)
      .files.filter(({ path }) => own.has(path))
      .map(({ path }) =>
        say('STG-02', 'fail', `decision packet cited as evidence: ${path} is used as ${ref.id}`, {
          place: { path },
          fix: `narrow the path of evidence ${ref.id} to the reports of runs`,
        }),
      ),
  );
}

function frontMatterPass(stages: readonly string[], { documents }: CheckContext): Observation[] {
  return documents.flatMap((document) => {
    const { frontMatter } = document;
    if (frontMatter.kind !== 'mapping') return [];
    return stages
      .filter((id) => /^pass(?:ed)?$/i.test(textOf(frontMatter.values[id])))
      .map((id) =>
        say('STG-02', 'fail', `${document.source.path} carries '${id}: pass' in its front matter`, {
          place: placeIn(document, frontMatter.line),
          fix: `remove ${id} from the front matter: reports say what passed`,
        }),
      );
  });
}

function early(ref: EvidenceRef, { evaluation }: CheckContext): Observation[] {
  return evaluation
    .evidence(ref)
    .files.filter(({ passes, fault }) => passes && fault !== undefined)
    .map(({ path, fault = '' }) =>
      say('STG-04', 'fail', `${ref.id} report ${path} ${fault}`, {
        place: { path },
        fix: 'it is not evidence: remove it, or run again once everything before it holds',
      }),
    );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
