import type { Words } from '../words.ts';

export const hi: Words = {};
