import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { ScanError } from '../errors.ts';
import { isFingerprint } from '../fingerprint-text.ts';
import { type NewAllowance, withAllowance, withEvidence } from '../policy/add-allowance.ts';
import { plural } from '../report/figures.ts';
import type { Arguments } from './arguments.ts';
import { type HistoryFinding, historyFindings } from './history-findings.ts';
import type { CliIo } from './io.ts';
import { answerOf, lastDayOf, packetToChange, spoken, writePacket } from './packet-change.ts';
import { packetInForce } from './packet-of.ts';
import { safeText } from './safe-text.ts';

/** Ids that one entry may have. */
const MOST_OBJECTS = 1000;

/**
 * `watertight audit acknowledge`: writes down in the packet that values of the history were rotated and stay there, with every object
 * that holds them. Nothing that was typed and is no fingerprint is repeated.
 */
export async function acknowledgeCommand(args: Arguments, io: CliIo): Promise<number> {
  const fingerprints = args.paths.filter(isFingerprint);
  if (fingerprints.length === 0)
    throw new ScanError(
      'usage',
      'Cannot acknowledge: give fingerprints from the audit (k1:, h1: or c1: and 32 hex digits), never a value',
    );
  const answer = { ...answerOf(args, 'acknowledge'), expires: neededDay(args) };
  const evidence = spoken(args, 'rotated');
  if (evidence === undefined)
    throw new ScanError(
      'usage',
      'Cannot acknowledge: --rotated is required: a file that says when and where the value was rotated (or its id under evidence.refs); if it is not a secret, use watertight allow',
    );
  const repositories = args.paths.filter((path) => !isFingerprint(path));
  const found = await packetInForce(args, io);
  const before = await packetToChange(found, answer.owner, io);
  const isId = found.packet.governed.evidence.refs.some(({ id }) => id === evidence);
  const named = isId ? evidence : evidenceBelow(evidence, before.root, io);
  const values = await historyFindings({ fingerprints, repositories, what: 'acknowledge' }, args, io);
  const { text, id } = await withEvidence(before.text, before.file, named);
  const entries = values.flatMap((value) => entriesFor(value, { ...answer, rotated: id }));
  let after = text;
  for (const entry of entries) after = (await withAllowance(after, before.file, entry)).text;
  if (entries.length > 0) await writePacket(before, after, io);
  tell({ file: before.file, id, values, expires: answer.expires }, io);
  return values.every(({ mendable, isInName }) => mendable.length === 0 && !isInName) ? 0 : 3;
}

function neededDay(args: Arguments): string {
  const day = lastDayOf(args);
  if (day !== undefined) return day;
  throw new ScanError('usage', 'Cannot acknowledge: --expires is required: the day of the next review, YYYY-MM-DD');
}

/** A file as the packet names it: below its folder, with `/`. */
function evidenceBelow(path: string, root: string, io: CliIo): string {
  const file = resolve(io.cwd, path);
  const below = relative(root, file).split(sep).join('/');
  if (below === '' || below.startsWith('../') || /^[A-Za-z]:|^\//.test(below))
    throw new ScanError('usage', 'Cannot use --rotated: the file is not below the packet folder');
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new ScanError(
      'usage',
      `Cannot use --rotated: there is no file ${below}, and no entry of that id under evidence.refs`,
    );
  return below;
}

/** One entry for each part of a repository, or several where the objects are more than one may have. */
function entriesFor(
  { fingerprints, objects }: HistoryFinding,
  answer: Omit<NewAllowance, 'fingerprints'>,
): readonly NewAllowance[] {
  return [...objects].flatMap(([part, ids]) => {
    const count = Math.ceil(ids.length / MOST_OBJECTS);
    return Array.from({ length: count }, (_, index) => ({
      fingerprints,
      objects: ids.slice(index * MOST_OBJECTS, (index + 1) * MOST_OBJECTS),
      part,
      ...answer,
    }));
  });
}

interface Told {
  readonly file: string;
  readonly id: string;
  readonly values: readonly HistoryFinding[];
  readonly expires: string;
}

/** What was written, and what no entry can name. */
function tell({ file, id, values, expires }: Told, io: CliIo): void {
  for (const { fingerprints, objects, mendable, isInName } of values) {
    const [name = ''] = fingerprints;
    const where = [...objects].map(([part, ids]) => plural(ids.length, part)).join(', ');
    if (where !== '')
      io.stdout.write(safeText(`${file}: acknowledges ${name} in ${where} until ${expires}, rotated as ${id}`) + '\n');
    if (mendable.length > 0)
      io.stderr.write(
        `watertight: ${name} is also in the repository's own folder (${mendable.join(', ')}), which can be fixed: it is not acknowledged there\n`,
      );
    if (isInName)
      io.stderr.write(
        `watertight: ${name} also stands in the name of a file or folder of the history, which no entry of an object covers: ` +
          `to let it pass there, watertight allow ${name} --history\n`,
      );
  }
}
