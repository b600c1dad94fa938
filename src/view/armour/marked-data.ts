/** Readers of data between marks, which few texts hold: loaded with the first of them. */
export { gitBinary } from './git-binary.ts';
export { uuencode } from './uuencode.ts';
export { yenc } from './yenc.ts';
