import { createHmac } from 'node:crypto';
import type { KnownPlan } from '../detect/known/known-plan.ts';
import { knownPieces, knownSet, type KnownSet } from '../detect/known/known-set.ts';
import type { OpenPrints } from '../detect/known/prints/file.ts';
import type { PrintPlan } from '../detect/known/prints/matcher.ts';
import { KNOWN_VALUES, type KnownSummary, type NamedValue, type SkipReason } from '../types.ts';
import type { ScanContext } from './context.ts';

/** Maximum number of unchecked values named in the note. The ledger lists all. */
const NAMED = 20;
/** Variables that contain names of users, hosts and repositories. */
const NAMES = [
  'USER',
  'LOGNAME',
  'USERNAME',
  'HOSTNAME',
  'COMPUTERNAME',
  'GITHUB_ACTOR',
  'GITHUB_REPOSITORY',
  'CI_PROJECT_PATH',
];

/** Part of a source that gave no value. @default reason 'unreadable' */
export interface KnownFault {
  readonly name: string;
  readonly detail: string;
  readonly reason?: Extract<SkipReason, 'unreadable' | 'weak-value' | 'no-key' | 'no-known-values'>;
}

/** Values declared as secrets, and the parts of their sources that gave none. */
export interface KnownInput {
  readonly values: readonly NamedValue[];
  /** Keys of the project itself: they are looked for too, but not counted as declared. */
  readonly own?: readonly NamedValue[];
  /** Files and variables that could not be read, each with a readable reason. */
  readonly problems?: readonly KnownFault[];
  /** Fingerprint files, opened with their keys. */
  readonly prints?: readonly OpenPrints[];
  /** Whether a run is incomplete if it does not look for all of them. @default false */
  readonly required?: boolean;
}

/** Declared values prepared for a run, and the list of those that are not looked for. */
export interface KnownRun {
  /** Absent if there is nothing to look for. */
  readonly plan: KnownPlan | undefined;
  /** Undefined if only the project's own keys are looked for. */
  readonly summary: KnownSummary | undefined;
  readonly unchecked: readonly { readonly reason: SkipReason; readonly name: string; readonly detail: string }[];
  readonly required: boolean;
  readonly every: boolean;
  /** A keyed digest of the set of values. A result obtained without these values need not hold with them. */
  digest(key: Uint8Array): string;
}

/** Prepares declared values for matching. */
export function knownRun(input: KnownInput, env: Readonly<Record<string, string | undefined>>): KnownRun {
  const names = namesIn(env);
  const own = (input.own ?? []).filter((value) => knownPieces([value], names).count > 0);
  const set = knownSet([...input.values, ...own], { names });
  const weak = set.refused.map(({ name, reason }) => ({
    reason: 'weak-value' as const,
    name,
    detail: `too weak: ${reason}`,
  }));
  const unread = (input.problems ?? []).map(({ reason = 'unreadable', name, detail }) => ({ reason, name, detail }));
  const required = input.required ?? false;
  const prints = input.prints ?? [];
  const count = set.count - own.length + printedCount(prints);
  const isDeclared = input.values.length + unread.length + prints.length > 0 || required;
  const none =
    count === 0 && required && weak.length + unread.length === 0
      ? [{ reason: 'no-known-values' as const, name: '', detail: 'the packet requires them' }]
      : [];
  const tables = set.count === 0 ? undefined : set.tables;
  return {
    plan: count + own.length === 0 ? undefined : { tables, prints: prints.map(printPlan) },
    summary: isDeclared ? { values: count, notChecked: weak.length + unread.length } : undefined,
    unchecked: [...weak, ...unread, ...none],
    required,
    every: set.every,
    digest: (key) => digestOf(input, set, key),
  };
}

/** Number of values in the fingerprint files, counted by name. */
function printedCount(files: readonly OpenPrints[]): number {
  return new Set(files.flatMap(({ prints }) => prints.forms.map(({ name }) => name))).size;
}

/** The matching plan of an opened fingerprint file, as plain data. */
export function printPlan({ prints, keys }: Pick<OpenPrints, 'prints' | 'keys'>): PrintPlan {
  return { prints, base: keys.base, confirm: keys.confirm };
}

function namesIn(env: Readonly<Record<string, string | undefined>>): ReadonlySet<string> {
  const names = NAMES.flatMap((name) => (env[name] === undefined ? [] : [env[name], ...env[name].split('/')]));
  return new Set(names.map((name) => name.toLowerCase()));
}

function digestOf({ values, own = [], prints = [] }: KnownInput, { every }: KnownSet, key: Uint8Array): string {
  const hash = createHmac('sha256', key).update(`watertight known values\0${every}`);
  for (const { name, secret, readings = [] } of [...values, ...own]) {
    hash.update(`\0${name}`);
    for (const reading of [secret, ...readings])
      hash.update(createHmac('sha256', key).update(reading.reveal()).digest());
  }
  for (const {
    prints: { entries },
    keys,
  } of prints)
    hash.update(`\0${keys.id}`).update(JSON.stringify(entries));
  return hash.digest('hex');
}

/** Records the values that are not looked for in the ledger. If the values are required, this makes the run incomplete. */
export function accountKnown(known: KnownRun, { collector, names, ledger }: ScanContext): void {
  for (const { reason, name, detail } of known.unchecked) {
    const said = names.of(name === '' ? detail : `not checked: ${name}, ${detail}`);
    const accepted = !known.required;
    collector.skip({ path: KNOWN_VALUES, view: [], reason, detail: said }, undefined, accepted);
    if (!ledger) continue;
    const unread = { sha256: null, bytes: 0, views: {}, findings: 0 } as const;
    collector.ledger({
      path: KNOWN_VALUES,
      view: [],
      surface: null,
      ...unread,
      status: 'skipped',
      accepted,
      reason: `${reason}: ${said}`,
    });
  }
}

/** Notes on the declared values for readers of the result. */
export function knownNotes({ unchecked, every, required }: KnownRun, { names }: ScanContext): readonly string[] {
  const told = unchecked.filter(({ name }) => name !== '');
  const list = told.slice(0, NAMED).map(({ name, detail }) => `${names.of(name)} (${detail})`);
  const more = told.length > NAMED ? `, and ${told.length - NAMED} more in the ledger` : '';
  return [
    // What makes the run incomplete is listed separately.
    ...(told.length === 0 || required ? [] : [`known values not checked: ${list.join(', ')}${more}`]),
    ...(every
      ? []
      : [
          'so many known values are looked for in their everyday forms alone: plain, JSON, percent, hexadecimal, base64',
        ]),
  ];
}
