import type { Observation } from '../check-result.ts';
import { asksForMore, holds, type Held } from '../policy/conditions.ts';
import type { Condition } from '../policy/governed.ts';
import {
  beginsWith,
  declaredItems,
  isKnownStatus,
  type DeclaredItem,
  type DeclaredItems,
} from '../policy/prose/work-items.ts';
import { member } from '../policy/json.ts';
import { quoted } from '../policy/quotation.ts';
import { unlessFound, say, type CheckContext } from './context.ts';
import type { RootReader } from './reader.ts';
import { isHeard, unheardItems } from './unheard-items.ts';
import type { Packet } from '../policy/packet.ts';

/** Work items of all documents that the packet names, those of `work_items.source` first. */
export function readDeclared(
  { governed }: Packet,
  reader: RootReader,
): DeclaredItems & { readonly unread: readonly string[] } {
  const rules = governed.workItems;
  if (rules === null) return { items: [], mentioned: new Map(), unread: [] };
  const paths = new Set([...rules.paths, ...governed.sources.map(({ path }) => path)]);
  const items: DeclaredItem[] = [];
  const mentioned = new Map<string, number>();
  const unread: string[] = [];
  for (const path of paths) {
    const file = reader.read(path);
    if (file.kind !== 'text') {
      if (rules.paths.includes(path)) unread.push(path);
      continue;
    }
    const found = declaredItems(file.text, path, rules);
    items.push(...found.items);
    for (const [id, line] of found.mentioned) if (!mentioned.has(id)) mentioned.set(id, line);
  }
  return { items, mentioned, unread };
}

/** WRK-01 to WRK-04: no work item is further along than the gates allow. */
export function workItemChecks(context: CheckContext): Observation[] {
  const { packet } = context;
  const rules = packet.governed.workItems;
  if (rules === null) return [say('WRK-01', 'not-checked', 'the packet has no work items')];
  const items = Object.entries(rules.rules).filter(([id]) => !Object.hasOwn(packet.governed.gates, id));
  const found = items.map(([id, condition]) => checkItem(id, condition, context));
  return [...found, ...unlessFound('WRK-04', headings(context), 'every id is defined once, with a known status')];
}

/** By what its condition depends on: the decision's own item, the decision alone, or gates and evidence as well. */
function checkOf(id: string, condition: Condition, { packet }: CheckContext): string {
  if (id === packet.governed.decision?.workItem) return 'WRK-03';
  return asksForMore(condition) ? 'WRK-01' : 'WRK-02';
}

function checkItem(id: string, condition: Condition, context: CheckContext): Observation {
  const { evaluation } = context;
  const own = evaluation.declared.filter((one) => one.id === id);
  const item = own.find(({ status }) => status !== undefined) ?? own[0];
  const held = holds(condition, evaluation.facts);
  const check = checkOf(id, condition, context);
  if (item?.status !== undefined) return declaredSaid(check, { ...item, status: item.status }, held, context);
  if (held.holds) return say(check, 'pass', `${id} may be unblocked`);
  const must = `${id} must be blocked (${held.why.join('; ')})`;
  return isHeard(id, context)
    ? say(check, 'pass', `${must}; no document declares its status`)
    : say(check, 'not-checked', `${must}; it is in no document`);
}

/** A status that is not blocked needs its condition to hold; a blocked one that need not be is not a fault. */
function declaredSaid(
  check: string,
  item: DeclaredItem & { readonly status: string },
  held: Held,
  { packet }: CheckContext,
): Observation {
  const words = packet.governed.workItems?.blockedWords ?? [];
  const place = { path: item.path, line: item.statusLine ?? item.line };
  const blocked = beginsWith(item.status, words);
  const why = held.why.join('; ');
  if (held.holds) {
    if (blocked) return say(check, 'info', `${item.id} is blocked and may be unblocked`, { place });
    return say(check, 'pass', `${item.id} is ${quoted(item.status)}, as allowed`, { place });
  }
  if (blocked) return say(check, 'pass', `${item.id} blocked, as required: ${why}`, { place });
  const fix = `write ${quoted(words[0] ?? 'blocked')} there until then`;
  return say(check, 'fail', `${item.id} is ${quoted(item.status)} but must be blocked: ${why}`, { place, fix });
}

function headings(context: CheckContext): Observation[] {
  const { packet, reader, evaluation } = context;
  const rules = packet.governed.workItems;
  const { mentioned, unread } = readDeclared(packet, reader);
  const defined = new Set(evaluation.declared.map(({ id }) => id));
  const { decision } = packet.governed;
  const names = [decision?.authority, member(packet.metadata, 'id')];
  const known = new Set<unknown>([...defined, ...Object.keys(rules?.rules ?? {}), ...names]);
  const path = rules?.paths[0] ?? '';
  return [
    ...unread.map((one) =>
      say('WRK-04', 'unproven', `no work items: ${one} cannot be read`, {
        place: { path: one },
        fix: 'correct work_items.source.path',
      }),
    ),
    ...[...mentioned]
      .filter(([id]) => !known.has(id))
      .map(([id, line]) => say('WRK-04', 'warn', `${id} is referenced, not defined`, { place: { path, line } })),
    ...unheardItems(context),
    ...repeated(evaluation.declared),
    ...evaluation.declared
      .filter(
        ({ status }) =>
          status !== undefined &&
          !isKnownStatus(status, [...(rules?.statusWords ?? []), ...(rules?.blockedWords ?? [])]),
      )
      .map((item) =>
        say('WRK-04', 'warn', `status ${quoted(item.status ?? '')} of ${item.id} is unknown`, {
          place: { path: item.path, line: item.statusLine ?? item.line },
          fix: 'use a known status, or add it to work_items.status_words',
        }),
      ),
    ...evaluation.declared
      .filter(({ id, status }) => status === undefined && Object.hasOwn(rules?.rules ?? {}, id))
      .map((item) =>
        say('WRK-04', 'warn', `${item.id} has no status line`, {
          place: { path: item.path, line: item.line },
          fix: 'write one below its heading',
        }),
      ),
  ];
}

function repeated(items: readonly DeclaredItem[]): Observation[] {
  const seen = new Map<string, DeclaredItem>();
  return items.flatMap((item) => {
    const first = seen.get(item.id);
    if (first === undefined) {
      seen.set(item.id, item);
      return [];
    }
    const message = `${item.id} already has a heading on line ${first.line}`;
    return first.path === item.path
      ? [say('WRK-04', 'warn', message, { place: { path: item.path, line: item.line } })]
      : [];
  });
}
