/** Places at which a family of cuts may begin, each list ascending. */
export interface Found {
  /** Control sequences and backspaces. */
  readonly terminal: number[];
  readonly invisible: number[];
  /** First of some characters that stand for ASCII ones: of full width, for mathematics, tags. */
  readonly folded: number[];
  /** Blanks that are no ASCII. */
  readonly blanks: number[];
  /** Tags, comments, marks of CDATA. */
  readonly markup: number[];
  /** `<br>`. */
  readonly breaks: number[];
  /** Line breaks behind the head of a block scalar. */
  readonly scalars: number[];
  /** First bytes of lines that begin with a bar, and with the address of a dump. */
  readonly rows: number[];
  readonly dumps: number[];
  /** Quotes behind which an operator and another string may stand. */
  readonly quotes: number[];
  /** Quotes behind which a text begins as the rest of another one does: with a blank, or an escaped line break. */
  readonly openings: number[];
  /** Brackets of calls and casts that make a character of a number. */
  readonly characters: number[];
  /** Brackets of calls that put their arguments together. */
  readonly calls: number[];
  /** Equals signs of statements that may add to what was assigned before. */
  readonly additions: number[];
  /** Braces around a string in a template. */
  readonly literals: number[];
  /** Braces of objects that follow others in a list. */
  readonly objects: number[];
  /** Calls that join an array. */
  readonly joins: number[];
  /** Quotes that splice a word of a command line, and marks in front of single characters. */
  readonly splices: number[];
  readonly escapes: number[];
  /** Equals signs of quoted-printable and of encoded words. */
  readonly printable: number[];
  readonly words: number[];
  /** Marks in front of data in groups of digits. */
  readonly groups: number[];
  /** Doubled quotes in front of a colon. */
  readonly doubled: number[];
  /** First bytes of lines that may part the titles of a table from its rows, ends of title cells, heads of SQL statements. */
  readonly rules: number[];
  readonly titles: number[];
  readonly statements: number[];
  /** First bytes of lines in a comment that have a value whose name may stand in another one. */
  readonly remarks: number[];
  /** First bytes of lines that begin with `data:`. */
  readonly events: number[];
  /** Braces and brackets of objects that hold the next piece of a text. */
  readonly deltas: number[];
  /** First bytes of gzip and zlib data that was written as characters. */
  readonly packed: number[];
  /** Start of the line in which the range begins. */
  readonly firstLine: number;
  /** Whether a line ends in the range. */
  readonly isBroken: boolean;
}

/** Nothing yet, in a text whose first line to be looked at begins at `firstLine`; `isBroken` says whether one ends there. */
export function noneFound(firstLine: number, isBroken: boolean): Found {
  return {
    terminal: [],
    invisible: [],
    folded: [],
    blanks: [],
    markup: [],
    breaks: [],
    scalars: [],
    rows: [],
    dumps: [],
    quotes: [],
    openings: [],
    characters: [],
    calls: [],
    additions: [],
    literals: [],
    objects: [],
    joins: [],
    splices: [],
    escapes: [],
    printable: [],
    words: [],
    groups: [],
    doubled: [],
    rules: [],
    titles: [],
    statements: [],
    remarks: [],
    events: [],
    deltas: [],
    packed: [],
    firstLine,
    isBroken,
  };
}

/** Looks closer at a place, and notes what may begin there. */
export type Look = (bytes: Buffer, at: number, found: Found) => void;
