/** Families for what code puts together, which few texts need: loaded with the first of them. */
export { additionViews } from './additions.ts';
export { arrayViews } from './arrays.ts';
export { callViews } from './calls.ts';
export { characterViews } from './characters.ts';
export { literalViews } from './literals.ts';
