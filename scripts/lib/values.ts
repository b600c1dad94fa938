/** Values for tests and scripts, made as those of rule examples are. */
export { expand } from '../../src/detect/examples.ts';
