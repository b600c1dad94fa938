import { resolve } from 'node:path';
import { knownPieces } from '../../detect/known/known-set.ts';
import { type Anchor, anchorsOf } from '../../detect/known/prints/anchors.ts';
import { sealPrints } from '../../detect/known/prints/file.ts';
import { printKeys } from '../../detect/known/prints/keys.ts';
import { printsOf } from '../../detect/known/prints/prints.ts';
import type { Piece } from '../../detect/known/tables.ts';
import { ScanError } from '../../errors.ts';
import { plural } from '../../report/figures.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { makeFolderOf, targetOf, writeWhole } from '../output-files.ts';
import { safeText } from '../safe-text.ts';
import { neededKey, USUAL_FILE } from './print-file.ts';
import { valuesFrom } from './values-from.ts';

const WEAK_WARNING = 'holds values below 72 bits: whoever has this file and its key can guess those';

const WAYS_OUT =
  '. A fingerprint file is for long random values. Where the values are available, search for them directly: watertight scan ' +
  '--known-env NAME (or --known-dotenv, --known-dir). --allow-weak adds them to the file anyway';

/** `watertight known build`: makes a file of fingerprints. Ends 0, or 3 where a value was left out. */
export async function knownBuildCommand(args: Arguments, io: CliIo): Promise<number> {
  if (args.paths.length > 0 || args.list('from').length === 0)
    throw new ScanError('usage', 'Cannot build fingerprints: name the source of the values with --from');
  const path = args.text('out') ?? USUAL_FILE;
  makeFolderOf(resolve(io.cwd, path), path);
  const target = targetOf({ format: 'fingerprints', path }, io.cwd);
  const keys = printKeys(await neededKey(args, io));
  const { anchors, left, weak, isEmpty } = await anchorsFrom(args, io);
  if (anchors.length === 0) {
    const reasons = left.length === 0 ? '' : ` (${left.join(', ')})`;
    const why = isEmpty ? `no value was found${reasons}` : `no value is strong enough${reasons}${WAYS_OUT}`;
    throw new ScanError('usage', `Cannot build fingerprints: ${why}`);
  }
  const named = args.isSet('anonymous') ? anonymous(anchors) : anchors;
  const text = sealPrints(printsOf(named, keys), keys, weak.length > 0 ? WEAK_WARNING : undefined);
  await writeWhole(target, text);
  const count = new Set(anchors.map(({ form }) => form.name)).size;
  io.stdout.write(safeText(`${plural(count, 'value')} in ${path}, key ${keys.id}\n`));
  for (const name of left) io.stderr.write(safeText(`watertight: left out: ${name}\n`));
  if (weak.length > 0) io.stderr.write(safeText(`watertight: the file ${WEAK_WARNING}: ${weak.join(', ')}\n`));
  return left.length > 0 ? 3 : 0;
}

interface Exported {
  readonly anchors: readonly Anchor[];
  /** Names of what was left out, with the reason, and of what is weak and was not. */
  readonly left: readonly string[];
  readonly weak: readonly string[];
  /** No source gave a value. */
  readonly isEmpty: boolean;
}

async function anchorsFrom(args: Arguments, io: CliIo): Promise<Exported> {
  const { values, problems } = await valuesFrom(args, io);
  const { pieces, refused } = knownPieces(values);
  const left = [
    ...refused.map(({ name, reason }) => `${name}: ${reason}`),
    ...problems.map(({ name, detail }) => `${name}: ${detail}`),
  ];
  const weak: string[] = [];
  const anchors = pieces.flatMap((piece) => exported(piece, args.isSet('allow-weak'), weak, left));
  return { anchors, left, weak, isEmpty: values.length === 0 };
}

/** The windows of a piece; one that is too weak is told. */
function exported(piece: Piece, allowWeak: boolean, weak: string[], left: string[]): readonly Anchor[] {
  const strong = anchorsOf(piece, false);
  if (strong.length > 0) return strong;
  if (!allowWeak) {
    left.push(`${piece.name}: below 72 bits`);
    return [];
  }
  weak.push(piece.name);
  return anchorsOf(piece, true);
}

function anonymous(anchors: readonly Anchor[]): readonly Anchor[] {
  const names = new Map<string, string>();
  const forms = new Map<Anchor['form'], Anchor['form']>();
  for (const { form } of anchors) {
    if (!names.has(form.name)) names.set(form.name, `value-${names.size + 1}`);
    if (!forms.has(form)) forms.set(form, { ...form, name: names.get(form.name) ?? '' });
  }
  return anchors.map((anchor) => ({ ...anchor, form: forms.get(anchor.form) ?? anchor.form }));
}
