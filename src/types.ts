/**
 * Types that every stage shares. A stage imports these and nothing of its siblings; `scan.ts` alone knows the order.
 */
export * from './types/vocabulary.ts';
export * from './types/evidence.ts';
export * from './types/finding.ts';
export * from './types/result.ts';
export * from './types/report.ts';
