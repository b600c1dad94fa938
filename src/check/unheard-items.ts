import type { CheckPlace, Observation } from '../check-result.ts';
import { workItemsIn } from '../policy/conditions.ts';
import { recordText } from '../policy/decision/record.ts';
import type { Condition, Governed } from '../policy/governed.ts';
import { nearest, quoted } from '../policy/quotation.ts';
import { say, type CheckContext } from './context.ts';
import { recordPlace } from './decision.ts';

/** An id and what names it. */
interface Asked {
  readonly id: string;
  readonly where: string;
  readonly place: CheckPlace;
  readonly fix: string;
}

/**
 * Items that the packet or its decision record names but no document mentions: most likely another item was meant,
 * whose rule now applies to nothing, so that it is unproved.
 */
export function unheardItems(context: CheckContext): Observation[] {
  const { evaluation } = context;
  const seen = new Set<string>();
  return [...askedByPacket(context), ...askedByRecord(context)].flatMap(({ id, where, place, fix }) => {
    const key = `${id} ${where}`;
    if (seen.has(key) || isHeard(id, context)) return [];
    seen.add(key);
    const near = nearest(
      id,
      evaluation.declared.map((item) => item.id),
    );
    const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
    const message = `${quoted(id)} of ${where} is in no document, so it has no effect${hint}`;
    return [say('WRK-04', 'unproven', message, { place, fix })];
  });
}

/** Whether an id is that of a gate, or occurs as a whole word in a document that the packet names. */
export function isHeard(id: string, { packet, reader }: Pick<CheckContext, 'packet' | 'reader'>): boolean {
  const { workItems, gates, sources } = packet.governed;
  if (Object.hasOwn(gates, id)) return true;
  return [...(workItems?.paths ?? []), ...sources.map(({ path }) => path)].some((path) => {
    const file = reader.read(path);
    return file.kind === 'text' && hasWord(file.text, id);
  });
}

function hasWord(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    const around = `${text[at - 1] ?? ''}${text[at + id.length] ?? ''}`;
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}

function askedByPacket({ packet, origin }: CheckContext): readonly Asked[] {
  const { workItems, decision } = packet.governed;
  const fix = 'correct the id, or name its document under work_items.source.path';
  const asked = (id: string, where: string): Asked => ({ id, where, place: { path: origin }, fix });
  return [
    ...Object.keys(workItems?.rules ?? {}).map((id) => asked(id, 'work_items.rules')),
    ...(decision === null ? [] : [asked(decision.workItem, 'decision.work_item')]),
    ...(decision?.authority === undefined ? [] : [asked(decision.authority, 'decision.authority')]),
    ...conditionsOf(packet.governed).flatMap(([where, condition]) =>
      workItemsIn(condition).map((id) => asked(id, where)),
    ),
  ];
}

function conditionsOf({ gates, workItems, claims }: Governed): readonly (readonly [where: string, Condition])[] {
  return [
    ...Object.entries(gates).flatMap(([id, gate]) =>
      gate.kind === 'all-of' ? gate.of.map((condition) => [`gates.${id}`, condition] as const) : [],
    ),
    ...Object.entries(workItems?.rules ?? {}).map(([id, condition]) => [`work_items.rules.${id}`, condition] as const),
    ...claims.flatMap(({ id, unless }) => (unless === undefined ? [] : [[`claim ${id}`, unless] as const])),
  ];
}

/** The approval source of a record, if it has the form of the ids that documents declare. */
function askedByRecord({ evaluation }: CheckContext): readonly Asked[] {
  const { decision, declared } = evaluation;
  const id = recordText(decision?.record, 'approval_source.ref');
  if (decision === null || id === undefined || !/-\d+$/.test(id)) return [];
  const prefixes = new Set(declared.map((item) => item.id.replace(/\d+$/, '')));
  if (!prefixes.has(id.replace(/\d+$/, ''))) return [];
  return [
    {
      id,
      where: 'approval_source.ref',
      place: recordPlace(decision, ['approval_source', 'ref']),
      fix: 'correct the id: it names the work item under which the decision was approved',
    },
  ];
}
