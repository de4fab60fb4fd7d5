import type { Words } from '../words.ts';

export const ta: Words = {};
