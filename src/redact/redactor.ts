import type { ScanContext } from '../scan/context.ts';
import type { Finding, Surface } from '../types.ts';
import { Budget } from '../view/budget.ts';
import { isCompressed } from '../view/compressed/formats.ts';
import { sniffContainer } from '../view/container-kind.ts';
import { namedKind } from '../view/container-of.ts';
import { endsAsTable } from '../view/leveldb/table-end.ts';
import { redactCompressed } from './containers/compressed.ts';
import { redactTar } from './containers/tar.ts';
import { redactZip } from './containers/zip.ts';
import { FIXED, redactFixed } from './fixed.ts';
import { nameOf } from './formats.ts';
import type { FoundValues } from './found.ts';
import { redactText } from './text.ts';

/** A value that was removed. Names are safe to show. */
export interface Redaction {
  readonly ruleId: string;
  readonly surface: Surface;
  /** Containers and decodings that lead to it, as in a finding. */
  readonly view: readonly string[];
  readonly line: number;
  readonly column: number;
}

/** A part of a file with what leads to it. */
export interface Part {
  /** The file as the scan would name it. */
  readonly path: string;
  readonly view: readonly string[];
  /** Surface of the container around it; undefined for a file, which is classified. */
  readonly surface: Surface | undefined;
  readonly budget: Budget;
}

/** A redacted part: the very same bytes if nothing was removed. */
export interface RedactedPart {
  readonly bytes: Buffer;
  readonly redactions: readonly Redaction[];
}

/** What a redactor does with what it finds. */
export interface RedactorOptions {
  /** The rule that a mark names. @default the finding's own */
  readonly ruleOf?: (finding: Finding) => string;
  /** Receives the values. */
  readonly found?: FoundValues | undefined;
}

/** Redacts what is inside a part, with the same rules and packet. */
export type Descend = (bytes: Buffer, part: Part) => Promise<RedactedPart>;

const CONTAINERS: Readonly<
  Record<string, (bytes: Buffer, part: Part, descend: Descend) => Promise<RedactedPart | undefined>>
> = { zip: redactZip, tar: redactTar };

/** Maximum number of passes: a value that appears only once another is gone is found in a later one. */
const MOST_PASSES = 4;

/** Removes forbidden values from files in memory and leaves everything else unchanged. */
export class Redactor {
  readonly #context: ScanContext;
  readonly #options: RedactorOptions;

  /** @param context rules and packet; its collector receives what was found, so that the guard knows the values */
  constructor(context: ScanContext, options: RedactorOptions = {}) {
    this.#context = context;
    this.#options = options;
  }

  /**
   * The bytes without any value that the packet forbids there. Text keeps its charset, JSON and YAML stay valid, and
   * gzip, zip and tar are packed again.
   */
  async redact(bytes: Buffer, path: string): Promise<RedactedPart> {
    let current: RedactedPart = { bytes, redactions: [] };
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const { maxDepth, maxExpansionRatio } = this.#context.packet.coverage;
      const budget = new Budget(bytes.length, { maxDepth, maxRatio: maxExpansionRatio });
      const next = await this.#part(current.bytes, { path, view: [], surface: undefined, budget });
      if (next.redactions.length === 0) return current;
      current = { bytes: next.bytes, redactions: [...current.redactions, ...next.redactions] };
    }
    return current;
  }

  readonly #part: Descend = async (bytes, part) => {
    const unchanged: RedactedPart = { bytes, redactions: [] };
    if (part.view.length > part.budget.maxDepth) return unchanged;
    const isTable = endsAsTable({ bytes }, bytes);
    const kind = isTable ? 'leveldb' : (sniffContainer(bytes) ?? namedKind(nameOf(part), bytes));
    const means = { context: this.#context, descend: this.#part, ...this.#options };
    if (kind === undefined) return redactText(bytes, part, means);
    if (FIXED.has(kind)) return redactFixed(bytes, kind, part, means);
    const redacted = isCompressed(kind)
      ? redactCompressed(bytes, kind, part, this.#part)
      : CONTAINERS[kind]?.(bytes, part, this.#part);
    return (await redacted) ?? unchanged;
  };
}
