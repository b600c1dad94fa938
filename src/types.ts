/** Types shared by all stages. A stage imports these and nothing from its siblings; only `scan.ts` knows the order. */
export * from './types/vocabulary.ts';
export * from './types/evidence.ts';
export * from './types/finding.ts';
export * from './types/result.ts';
export * from './types/report.ts';
