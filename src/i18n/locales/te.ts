import type { Words } from '../words.ts';

export const te: Words = {};
