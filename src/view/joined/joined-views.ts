import type { Span } from '../../types.ts';
import { NO_VIEWS, type DecodedView, type ViewContext } from '../decoded-view.ts';
import { delimitedViews } from '../columns/delimited.ts';
import { markupTableViews, ruledViews, tableViews } from '../columns/drawn-tables.ts';
import { sqlViews } from '../columns/sql.ts';
import { carriedViews } from './carried.ts';
import { digitGroupViews } from './digit-groups.ts';
import { type CutText, type Family, HEAD } from './family.ts';
import { castViews, criViews, dockerViews, isFramed, unfoldedViews } from './frames.ts';
import { hexdumpViews } from './hexdump.ts';
import { lineViews } from './lines.ts';
import { blankViews, csvViews, foldedViews, latinByteViews, richTextViews, yamlScalarViews } from './other-forms.ts';
import { additionViews, arrayViews, callViews, characterViews, literalViews } from './put-together.ts';
import { encodedWordViews, isPrintable, quotedPrintableViews } from './mail.ts';
import { breakViews, markupViews } from './markup.ts';
import { concatViews } from './quotes.ts';
import { recordViews } from './records.ts';
import { returnViews } from './returns.ts';
import type { Reach } from '../reach.ts';
import type { Found } from './found.ts';
import { scout } from './scout.ts';
import { encodedPieceViews, streamViews } from './stream-heads.ts';
import { escapeViews, spliceViews, wordViews } from './shell.ts';
import { invisibleViews, terminalViews } from './terminal.ts';
import { wordDumpViews } from './word-dump.ts';

/** A way in which a value is cut: what undoes it, where it begins, and the kinds of its views. */
interface Way {
  readonly family: Family;
  /** Of the places that were found; every text is looked at where it is left out. */
  readonly list?: keyof Omit<Found, 'firstLine' | 'isBroken'>;
  readonly kinds?: readonly string[];
}

/**
 * The ways in which a value is cut, from the outside inwards, with the views that undo them. Inside the text of one of
 * them only later ones are looked for: in whatever order cuts are undone, the text is the same.
 */
const WAYS: readonly Way[] = [
  { family: latinByteViews, list: 'packed', kinds: ['latin1'] },
  { family: returnViews, kinds: ['line-breaks'] },
  { family: castViews, kinds: ['cast-joined'] },
  { family: encodedPieceViews, kinds: ['base64-joined'] },
  { family: streamViews, kinds: ['stream-joined'] },
  { family: criViews, kinds: ['cri-joined'] },
  { family: recordViews, kinds: ['gitlab-joined', 'audit-joined', 'strace-joined'] },
  { family: dockerViews, kinds: ['docker-joined'] },
  { family: carriedViews, kinds: ['prefix-stripped'] },
  { family: digitGroupViews, list: 'groups' },
  { family: hexdumpViews },
  { family: wordDumpViews, list: 'dumps', kinds: ['hexdump'] },
  { family: quotedPrintableViews, kinds: ['quoted-printable'] },
  { family: encodedWordViews, list: 'words', kinds: ['encoded-word'] },
  { family: richTextViews, list: 'objects', kinds: ['rich-text-joined'] },
  { family: csvViews, list: 'doubled', kinds: ['csv'] },
  { family: terminalViews, list: 'terminal', kinds: ['ansi-stripped'] },
  { family: foldedViews, list: 'folded', kinds: ['folded'] },
  { family: invisibleViews, list: 'invisible', kinds: ['invisible-stripped'] },
  { family: blankViews, list: 'blanks', kinds: ['blank-replaced'] },
  { family: markupViews, list: 'markup', kinds: ['markup-stripped'] },
  { family: yamlScalarViews, list: 'scalars', kinds: ['yaml-scalar'] },
  { family: breakViews, list: 'breaks' },
  { family: tableViews, list: 'rows' },
  { family: unfoldedViews, kinds: ['joined-lines'] },
  { family: lineViews, kinds: ['joined-lines'] },
  { family: arrayViews, list: 'joins' },
  { family: characterViews, list: 'characters' },
  { family: callViews, list: 'calls' },
  { family: additionViews, list: 'additions' },
  { family: literalViews, list: 'literals' },
  { family: concatViews, list: 'quotes', kinds: ['concat'] },
  // A command that another one runs is quoted twice, and anything may be quoted with its line breaks as escapes.
  { family: wordViews, list: 'splices' },
  { family: spliceViews, list: 'splices' },
  { family: escapeViews, list: 'escapes' },
  { family: delimitedViews },
  { family: ruledViews, list: 'rules' },
  { family: markupTableViews, list: 'titles' },
  { family: sqlViews, kinds: ['columns'] },
];
/** By the kind of a view the first way that is looked for inside it. */
const FIRST_INSIDE: ReadonlyMap<string, number> = new Map(
  WAYS.flatMap(({ kinds = [] }, index) => kinds.map((kind): [string, number] => [kind, index + 1])),
);

/** Families whose views depend on more than what stands near the bytes that they hold, as soon as a place of theirs is there. */
const FAR_PLACES = ['words', 'doubled', 'terminal', 'events', 'deltas', 'packed'] as const;
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
  if (reach !== undefined) tellReach(reach, text, found);
  for (let index = firstInside(inside); index < WAYS.length; index++) {
    const { family, list } = WAYS[index] as Way;
    const views = list !== undefined && found[list].length === 0 ? NO_VIEWS : family(text, found);
    if (views === NO_VIEWS) continue;
    for (const view of views) {
      if (FAR_VIEWS.has(family)) reach?.goFar();
      yield view;
    }
    if (context.stopped) return;
  }
}

function tellReach(reach: Reach, text: CutText, found: Found): void {
  if (isPrintable(text.bytes, found.printable)) reach.bePrintable();
  if (isFar(text, found)) reach.goFar();
}

function firstInside(kind: string | undefined): number {
  return kind === undefined ? 0 : (FIRST_INSIDE.get(kind) ?? 0);
}

function isFar({ head }: CutText, found: Found): boolean {
  return FAR_PLACES.some((list) => found[list].length > 0) || isFramed(head);
}
