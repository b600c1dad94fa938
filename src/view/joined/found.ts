/** Places at which a family of cuts may begin; each list is ascending. */
export interface Found {
  /** Control sequences and backspaces. */
  readonly terminal: number[];
  readonly invisible: number[];
  /** First characters of those that stand for ASCII ones: full-width, mathematical, tags. */
  readonly folded: number[];
  /** Non-ASCII blanks. */
  readonly blanks: number[];
  /** Tags, comments, CDATA marks. */
  readonly markup: number[];
  /** `<br>`. */
  readonly breaks: number[];
  /** Line breaks after the head of a block scalar. */
  readonly scalars: number[];
  /** First bytes of lines that begin with a bar, and of lines that begin with a dump address. */
  readonly rows: number[];
  readonly dumps: number[];
  /** Quotes that an operator and another string may follow. */
  readonly quotes: number[];
  /** Quotes whose text begins like the continuation of another one: with a blank or an escaped line break. */
  readonly openings: number[];
  /** Brackets of calls and casts that turn a number into a character. */
  readonly characters: number[];
  /** Brackets of calls that concatenate their arguments. */
  readonly calls: number[];
  /** Equals signs of statements that may append to an earlier value. */
  readonly additions: number[];
  /** Braces around a string in a template. */
  readonly literals: number[];
  /** Braces of objects that follow others in a list. */
  readonly objects: number[];
  /** Calls that join an array. */
  readonly joins: number[];
  /** Quotes that splice a word of a command line, and marks before single characters. */
  readonly splices: number[];
  readonly escapes: number[];
  /** Equals signs of quoted-printable and of encoded words. */
  readonly printable: number[];
  readonly words: number[];
  /** Marks before data in groups of digits. */
  readonly groups: number[];
  /** Doubled quotes before a colon. */
  readonly doubled: number[];
  /** First bytes of lines that may separate the titles of a table from its rows, ends of title cells, heads of SQL statements. */
  readonly rules: number[];
  readonly titles: number[];
  readonly statements: number[];
  /** First bytes of comment lines with a value whose name may be in another one. */
  readonly remarks: number[];
  /** First bytes of lines that begin with `data:`. */
  readonly events: number[];
  /** Braces and brackets of objects that hold the next piece of a text. */
  readonly deltas: number[];
  /** First bytes of gzip and zlib data written as characters. */
  readonly packed: number[];
  /** Start of the line in which the range begins. */
  readonly firstLine: number;
  /** Whether a line ends in the range. */
  readonly isBroken: boolean;
}

/** An empty result; `firstLine`: start of the first line to be searched; `isBroken`: whether a line ends in the range. */
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

/** Examines a place, and records what may begin there. */
export type Look = (bytes: Buffer, at: number, found: Found) => void;
