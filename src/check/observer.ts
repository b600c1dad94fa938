import { createHash, type Hash } from 'node:crypto';
import type { Claim, FileGate } from '../policy/governed.ts';
import type { Packet } from '../policy/packet.ts';
import { observationsIn, type ObservedName } from '../policy/evidence/observed.ts';
import type { ScanObserver, ObservedText } from '../scan/context.ts';
import type { Surface } from '../types.ts';

/** A value that a run recorded, and where. */
export interface Recorded {
  readonly gate: string;
  readonly pointer: string;
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly view: readonly string[];
  readonly line: number;
}

/** A claim that evidence makes. */
export interface Claimed {
  readonly claim: Claim;
  readonly path: string;
  readonly view: readonly string[];
  readonly line: number;
}

/** What was observed in evidence during the scan. */
export interface Seen {
  readonly recorded: readonly Recorded[];
  readonly claimed: readonly Claimed[];
  /** Parts of evidence whose git blob id is in the target's manifest. */
  readonly targetBlobs: readonly { readonly path: string; readonly view: readonly string[]; readonly id: string }[];
}

/** Maximum number of claims kept per wording, and of values per gate: further ones would only be more of the same fault. */
const MOST = 1000;
/** Maximum number of files kept per value of a gate. */
const MOST_FILES = 20;
/** Number of bytes after a name in which its value is searched for. */
const REACH = 500;

interface GateNames {
  readonly gate: string;
  readonly surfaces: ReadonlySet<Surface>;
  readonly names: readonly (ObservedName & { readonly bytes: Buffer })[];
}

interface ClaimPattern {
  readonly claim: Claim;
  readonly surfaces: ReadonlySet<Surface>;
  readonly pattern: RegExp;
}

/** Watches the texts of a scan for recorded values, claims, and blobs of the target. */
export class EvidenceObserver implements ScanObserver, Seen {
  readonly recorded: Recorded[] = [];
  readonly claimed: Claimed[] = [];
  readonly targetBlobs: { path: string; view: readonly string[]; id: string }[] = [];
  readonly #gates: readonly GateNames[];
  readonly #claims: readonly ClaimPattern[];
  readonly #manifest: ReadonlySet<string>;
  /** Files by gate and value. */
  readonly #values: Map<string, Map<string, Set<string>>> = new Map();
  readonly #claimCounts: Map<Claim, number> = new Map();
  #lines: { readonly of: object; count: number } | undefined;

  /** @param manifest git blob ids of the target */
  constructor(packet: Packet, nameOf: (name: string) => string, manifest: ReadonlySet<string>) {
    const { gates, claims } = packet.governed;
    this.#gates = Object.entries(gates).flatMap(([id, gate]) =>
      gate.kind === 'file-matches-env' ? [gateNames(id, gate, nameOf)] : [],
    );
    this.#claims = claims.flatMap((claim) => (claim.surfaces.length > 0 ? [claimPattern(claim)] : []));
    this.#manifest = manifest;
  }

  text(text: ObservedText): void {
    this.#record(text);
    this.#claim(text);
    if (text.final) this.#lines = undefined;
    else this.#line(text, text.to);
  }

  /** The tap that receives every byte of a part and evaluates the hash at the end. */
  part(path: string, view: readonly string[], size: number | undefined): PartHash | undefined {
    if (this.#manifest.size === 0 || size === undefined) return undefined;
    return new PartHash(size, (ids) => {
      for (const id of ids) if (this.#manifest.has(id)) this.targetBlobs.push({ path, view, id });
    });
  }

  #record(text: ObservedText): void {
    for (const { gate, surfaces, names } of this.#gates) {
      if (!surfaces.has(text.surface)) continue;
      for (const { pointer, name, bytes } of names) {
        for (
          let at = text.bytes.indexOf(bytes, text.from);
          at >= 0 && at < text.to;
          at = text.bytes.indexOf(bytes, at + bytes.length)
        ) {
          const start = Math.max(0, at - 1);
          const slice = text.bytes.toString('utf8', start, at + bytes.length + REACH);
          const [first] = observationsIn(slice, [{ pointer, name }]);
          if (first === undefined || first.offset > 2) continue;
          if (!this.#isNew(gate, `${pointer}\0${first.value}`, text.path)) continue;
          this.recorded.push({
            gate,
            pointer,
            name,
            value: first.value,
            path: text.path,
            view: text.view,
            line: this.#line(text, at),
          });
        }
      }
    }
  }

  /** A run records what is admitted on every line: each value counts once per file, so that no other is crowded out. */
  #isNew(gate: string, value: string, path: string): boolean {
    const values = this.#values.get(gate) ?? new Map<string, Set<string>>();
    this.#values.set(gate, values);
    const files = values.get(value) ?? new Set();
    if (files.has(path) || files.size >= MOST_FILES || (files.size === 0 && values.size >= MOST)) return false;
    values.set(value, files.add(path));
    return true;
  }

  #claim(text: ObservedText): void {
    for (const { claim, surfaces, pattern } of this.#claims) {
      const before = this.#claimCounts.get(claim) ?? 0;
      if (!surfaces.has(text.surface) || before >= MOST) continue;
      const found = pattern.exec(text.bytes.toString('latin1', text.from, text.to));
      if (found === null) continue;
      this.#claimCounts.set(claim, before + 1);
      this.claimed.push({ claim, path: text.path, view: text.view, line: this.#line(text, text.from + found.index) });
    }
  }

  /** The line of an offset in the window. The line count of earlier windows of the same text is kept. */
  #line(text: ObservedText, offset: number): number {
    if (this.#lines?.of !== text.of) this.#lines = { of: text.of, count: 0 };
    let lines = this.#lines.count;
    for (let at = text.bytes.indexOf(10, text.from); at >= 0 && at < offset; at = text.bytes.indexOf(10, at + 1))
      lines++;
    if (offset === text.to) this.#lines.count = lines;
    return lines + 1;
  }
}

function gateNames(id: string, gate: FileGate, nameOf: (name: string) => string): GateNames {
  const own = gate.match.map(({ pointer, env }) => ({ pointer, name: nameOf(env) }));
  const listed = gate.observe.flatMap(({ pointer, names }) => names.map((name) => ({ pointer, name })));
  const names = [...listed, ...own].map((entry) => ({ ...entry, bytes: Buffer.from(entry.name, 'utf8') }));
  return { gate: id, surfaces: new Set(gate.observeOn), names };
}

/**
 * Matches the words of a claim with what formats put between them (`"admitted": true`, `admitted=true`), or with what
 * the wording itself has there (`Stage-2`, `für`). Texts are compared as Latin-1, so the wording is converted to UTF-8
 * bytes as well.
 */
function claimPattern(claim: Claim): ClaimPattern {
  const wordings = claim.any.map((wording) =>
    Buffer.from(wording.trim(), 'utf8')
      .toString('latin1')
      .replace(/^[^A-Za-z0-9\u0080-\u00ff]+|[^A-Za-z0-9\u0080-\u00ff]+$/g, '')
      .replace(/[^A-Za-z0-9]+/g, (gap) => `(?:["'\`*\\s:=/\\\\]{1,6}|${gap.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')})`),
  );
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${wordings.filter(Boolean).join('|') || '(?!)'})(?![A-Za-z0-9])`, 'i');
  return { claim, surfaces: new Set(claim.surfaces), pattern };
}

/** Git's own hash of a blob: its header with the size, then its bytes. */
class PartHash {
  readonly #hashes: readonly Hash[];
  readonly #done: (ids: readonly string[]) => void;

  constructor(size: number, done: (ids: readonly string[]) => void) {
    this.#hashes = ['sha1', 'sha256'].map((algorithm) => createHash(algorithm).update(`blob ${size}\0`));
    this.#done = done;
  }

  take(bytes: Uint8Array): void {
    for (const hash of this.#hashes) hash.update(bytes);
  }

  end(): void {
    this.#done(this.#hashes.map((hash) => hash.digest('hex')));
  }
}

/** Git's blob id of some bytes, with 40 or 64 hex digits. */
export function blobId(bytes: Uint8Array, length: number): string {
  const algorithm = length === 64 ? 'sha256' : 'sha1';
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
