/** Tests draw from the same generator as the evaluations. */
export { seeded } from '../../src/cli/seeded.ts';
