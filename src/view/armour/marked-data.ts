/** Readers of data between marks, which few texts contain: loaded on first use. */
export { gitBinary } from './git-binary.ts';
export { uuencode } from './uuencode.ts';
export { yenc } from './yenc.ts';
