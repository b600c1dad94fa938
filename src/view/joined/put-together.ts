/** Families for texts that code puts together, which few texts need: loaded on first use. */
export { additionViews } from './additions.ts';
export { arrayViews } from './arrays.ts';
export { callViews } from './calls.ts';
export { characterViews } from './characters.ts';
export { literalViews } from './literals.ts';
