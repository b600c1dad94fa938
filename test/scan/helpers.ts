/** Scans of blobs in memory and of small folders, through the library. */
import { Detector } from '../../src/detect/detector.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { builtInPacket } from '../../src/policy/built-in.ts';
import { compilePolicy } from '../../src/policy/evaluate.ts';
import type { Packet } from '../../src/policy/packet.ts';
import { BlobScanner } from '../../src/scan/blob-scan.ts';
import { Collector } from '../../src/scan/collector.ts';
import type { ScanContext } from '../../src/scan/context.ts';
import { SafeNames } from '../../src/scan/names.ts';
import { RepeatedTexts } from '../../src/scan/repeated-texts.ts';
import { WindowBuffer } from '../../src/scan/window-reader.ts';
import { memoryBlob } from '../../src/source/memory-blob.ts';
import { compileSurfaceGlobs } from '../../src/surface/globs.ts';
import type { Blob, ByteReader, Finding, ScanResult, Skip, ToolInfo } from '../../src/types.ts';

export const DETECTOR: Detector = new Detector(builtinRules());
const NO_GLOBS = await compileSurfaceGlobs({});
const TOOL: ToolInfo = { name: 'watertight', version: '0', rulesDigest: '', packetDigest: '', packet: 'built-in' };

/** What a run shares, with changes. */
export function contextOf(changes: Partial<ScanContext> = {}): ScanContext {
  const packet: Packet = changes.packet ?? builtInPacket();
  return {
    detector: DETECTOR,
    packet,
    policy: compilePolicy(packet, '2026-01-01'),
    surfaces: NO_GLOBS,
    collector: new Collector(),
    names: new SafeNames(DETECTOR),
    buffer: new WindowBuffer(),
    repeated: new RepeatedTexts(),
    key: undefined,
    ledger: true,
    cwd: '/work',
    packetRoot: '/work',
    signal: undefined,
    onProgress: undefined,
    ...changes,
  };
}

/** The result of scanning blobs one after the other. */
export async function scanBlobs(blobs: readonly Blob[], context: ScanContext = contextOf()): Promise<ScanResult> {
  const scanner = new BlobScanner(context);
  for (const blob of blobs) await scanner.scan(blob);
  return context.collector.result({ tool: TOOL, notes: [], missing: [], enforced: true });
}

/** A file in memory. */
export function blobOf(path: string, data: string | Uint8Array): Blob {
  return memoryBlob(path, [], Buffer.from(data));
}

/** A blob whose reader is given, for failures that no real file has on demand. */
export function blobWith(
  path: string,
  reader: Partial<ByteReader> & { readonly loss?: Omit<Skip, 'path' | 'view'> },
): Blob {
  const { read = () => 0, close = () => reader.loss } = reader;
  return { path, view: [], size: undefined, open: () => ({ read, close }) };
}

/** A finding as `rule path > view:line:column`. */
export function told({ ruleId, location }: Finding): string {
  const { path, view, startLine, startColumn } = location;
  return `${ruleId} ${[path, ...view].join(' > ')}:${startLine}:${startColumn}`;
}
