import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { delimitedViews } from '../columns/delimited.ts';
import { markupTableViews } from '../columns/markup-table.ts';
import { ruledViews } from '../columns/ruled.ts';
import { sqlViews } from '../columns/sql.ts';
import { csvViews } from './csv.ts';
import { type Family, HEAD } from './family.ts';
import { castViews, criViews, dockerViews, isFramed } from './frames.ts';
import { hexdumpViews } from './hexdump.ts';
import { lineViews } from './lines.ts';
import { encodedWordViews, isPrintable, quotedPrintableViews } from './mail.ts';
import { breakViews, markupViews } from './markup.ts';
import { arrayViews, concatViews } from './quotes.ts';
import type { Found } from './found.ts';
import { scout } from './scout.ts';
import { escapeViews, wordViews } from './shell.ts';
import { tableViews } from './table.ts';
import { invisibleViews, terminalViews } from './terminal.ts';
import { wordDumpViews } from './word-dump.ts';
import { yamlScalarViews } from './yaml-scalar.ts';

/**
 * The ways in which a value is cut, from the outside inwards, with the views that undo them. Inside the text of one of
 * them only later ones are looked for: in whatever order cuts are undone, the text is the same.
 */
const FAMILIES: readonly (readonly [
  family: Family,
  list: keyof Omit<Found, 'firstLine' | 'isBroken'> | undefined,
  kinds: readonly string[],
])[] = [
  [castViews, undefined, ['cast-joined']],
  [criViews, undefined, ['cri-joined']],
  [dockerViews, undefined, ['docker-joined']],
  [hexdumpViews, undefined, []],
  [wordDumpViews, 'dumps', ['hexdump']],
  [quotedPrintableViews, 'printable', ['quoted-printable']],
  [encodedWordViews, 'words', ['encoded-word']],
  [csvViews, 'doubled', ['csv']],
  [terminalViews, 'terminal', ['ansi-stripped']],
  [invisibleViews, 'invisible', ['invisible-stripped']],
  [markupViews, 'markup', ['markup-stripped']],
  [yamlScalarViews, 'scalars', ['yaml-scalar']],
  [breakViews, 'breaks', []],
  [tableViews, 'rows', []],
  [lineViews, undefined, ['joined-lines']],
  [arrayViews, 'joins', []],
  [concatViews, 'quotes', ['concat']],
  [wordViews, 'splices', []],
  [escapeViews, 'escapes', ['shell-unquoted']],
  [delimitedViews, undefined, []],
  [ruledViews, 'rules', []],
  [markupTableViews, 'titles', []],
  [sqlViews, undefined, ['columns']],
];

/** Families whose views depend on more than what stands near the bytes that they hold, as soon as a place of theirs is there. */
const FAR_PLACES = ['words', 'doubled', 'terminal'] as const;
/** Those that do where they give a view: it begins near each of its parts. */
const FAR_VIEWS: ReadonlySet<Family> = new Set([wordDumpViews, tableViews]);

/**
 * Gives the texts that come together where what cuts values is left out. Each covers the surroundings of the cuts alone;
 * its `joints` say what is new in it.
 *
 * @param inside kind of the view that `bytes` are; undefined for a text itself
 */
export function* joinedViews(
  bytes: Buffer,
  range: Span,
  context: ViewContext,
  inside: string | undefined,
): Generator<DecodedView> {
  const found = scout(bytes, range);
  const head = bytes.toString('latin1', range.start, range.start + HEAD);
  const text = { bytes, range, context, head };
  const { reach } = context;
  const isFar = (): boolean =>
    FAR_PLACES.some((list) => found[list].length > 0) || isPrintable(bytes) || isFramed(head);
  if (reach && isFar()) reach.goFar();
  const outer = FAMILIES.findIndex(([, , kinds]) => inside !== undefined && kinds.includes(inside));
  for (const [family, list] of FAMILIES.slice(outer + 1)) {
    if (list !== undefined && found[list].length === 0) continue;
    for (const view of family(text, found)) {
      if (FAR_VIEWS.has(family)) reach?.goFar();
      yield view;
    }
    if (context.stopped) return;
  }
}
