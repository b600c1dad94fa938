/** The library: scan evidence, check packets, render reports. */
export type * from './check-result.ts';
export { check, type CheckOptions, type CheckRun } from './check.ts';
export type { CompiledRule, RuleSyntax } from './detect/rule.ts';
export { loadRuleFile } from './detect/rule-file.ts';
export { ScanError, type ErrorCode } from './errors.ts';
export { discoverPacket, type DiscoveredPacket, type DiscoverOptions } from './policy/discover.ts';
export type { Baseline, BaselineEntry, BaselineQuery } from './policy/baseline/baseline.ts';
export { readBaseline } from './policy/baseline/read.ts';
export { loadPacket } from './policy/load.ts';
export type { Packet } from './policy/packet.ts';
export { FORMATS, type FormatName, loadReporter } from './report/reporters.ts';
export { scan, type ScanOptions, type ScanOutcome } from './scan.ts';
export { Secret } from './secret.ts';
export type * from './types.ts';
