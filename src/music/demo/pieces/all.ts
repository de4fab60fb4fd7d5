/** Every demo piece, shelf by shelf. */

import type { Plan } from '../compose/plan.ts';
import { composeRagaPiece } from '../compose/raga-piece.ts';
import { composeSong } from '../compose/song.ts';
import type { Score } from '../score.ts';
import { ENGLISH } from './english.ts';
import { HINDI } from './hindi.ts';
import { INSTRUMENTAL } from './instrumental.ts';
import { TAMIL } from './tamil.ts';
import { TELUGU } from './telugu.ts';

export const PIECES: readonly Plan[] = [...ENGLISH, ...HINDI, ...TAMIL, ...TELUGU, ...INSTRUMENTAL];

export function compose(plan: Plan): Score {
  return plan.kind === 'raga' ? composeRagaPiece(plan) : composeSong(plan);
}
