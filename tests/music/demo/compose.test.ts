import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { idOf, type Plan } from '../../../src/music/demo/compose/plan.ts';
import { compose, PIECES } from '../../../src/music/demo/pieces/all.ts';
import { render } from '../../../src/music/demo/render.ts';

const scores = new Map(PIECES.map((plan) => [idOf(plan), compose(plan)]));
const scoreOf = (plan: Plan) => {
  const score = scores.get(idOf(plan));
  if (score === undefined) throw new Error(`no score of ${idOf(plan)}`);
  return score;
};
const named = PIECES.map((plan) => [idOf(plan), plan] as const);
const cents = (ratio: number) => 1200 * Math.log2(ratio);
const tunes = PIECES.filter((plan) => plan.kind === 'raga' || plan.lead !== undefined);

/** Cents from the nearest tone of the scale, in any octave. */
function offScale(hz: number, tonic: number, scale: readonly number[]): number {
  const tone = ((cents(hz / tonic) % 1200) + 1200) % 1200;
  return Math.min(...[...scale.map(cents), 1200].map((step) => Math.abs(step - tone)));
}

describe.each(named)('%s', (_, plan) => {
  const score = scoreOf(plan);

  it('has every tone of its melody in its scale, and most tones of the scale in its melody', () => {
    const away = score.melody.map(({ hz }) => offScale(hz, score.tonicHz, score.scale));
    expect(Math.max(...away)).toBeLessThan(0.5);
    const used = new Set(score.melody.map(({ hz }) => Math.round(cents(hz / score.tonicHz)) % 1200));
    expect(used.size).toBeGreaterThanOrEqual(Math.min(4, score.scale.length));
  });

  it('lasts 45 to 50 seconds and is heard all the while, but for the last ring', () => {
    expect(score.seconds).toBeGreaterThanOrEqual(45);
    expect(score.seconds).toBeLessThanOrEqual(50);
    const sounds = [
      ...score.parts.flatMap(({ gestures }) =>
        gestures.map(({ at, duration }) => [at, at + duration] as const),
      ),
      ...score.drums.flatMap(({ strokes }) => strokes.map(({ at }) => [at, at + 0.1] as const)),
    ].sort((a, b) => a[0] - b[0]);
    let until = 0;
    for (const [start, end] of sounds) {
      expect(start - until).toBeLessThan(1.5);
      until = Math.max(until, end);
    }
    expect(score.seconds - until).toBeLessThan(5);
  });

  it('asks for pitches and levels that instruments have', () => {
    for (const gesture of score.parts.flatMap(({ gestures }) => gestures)) {
      expect(gesture.at).toBeGreaterThanOrEqual(0);
      expect(gesture.duration).toBeGreaterThan(0);
      for (const [, hz] of gesture.pitch) expect(hz > 25 && hz < 4200).toBe(true);
      for (const [, level] of gesture.level) expect(level > 0 && level <= 1).toBe(true);
    }
  });
});

describe('a tune', () => {
  it.each(tunes.map((plan) => [idOf(plan), plan] as const))('%s comes home to the tonic', (_, plan) => {
    const score = scoreOf(plan);
    const last = score.melody.at(-1);
    expect(offScale(last?.hz ?? 0, score.tonicHz, [1])).toBeLessThan(0.5);
  });

  it.each(tunes.map((plan) => [idOf(plan), plan] as const))('%s says a figure again', (_, plan) => {
    const steps = scoreOf(plan).melody.map(({ hz }) => Math.round(cents(hz / plan.tonic)));
    const figures = steps.slice(2).map((_, i) => steps.slice(i, i + 3).join(' '));
    // In a random walk over seven tones two figures of three tones seldom match.
    expect(new Set(figures).size).toBeLessThanOrEqual(0.92 * figures.length);
  });

  it('moves by steps more than by leaps', () => {
    for (const plan of tunes) {
      const score = scoreOf(plan);
      const moves = score.melody
        .slice(1)
        .map((tone, i) => Math.abs(cents(tone.hz / (score.melody[i]?.hz ?? 1))));
      const steps = moves.filter((move) => move <= 510).length;
      expect(steps / moves.length).toBeGreaterThan(0.7);
    }
  });
});

describe('moods', () => {
  it('differ in how many tones there are a second: sad and calm the fewest, energetic the most', () => {
    const density = (mood: string) => {
      const rates = tunes
        .filter((plan) => plan.mood === mood)
        .map((plan) => scoreOf(plan).melody.length / scoreOf(plan).seconds);
      return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    };
    expect(density('sad')).toBeLessThan(density('calm') + 0.2);
    expect(density('calm')).toBeLessThan(density('happy'));
    expect(density('happy')).toBeLessThan(density('energetic'));
  });
});

describe('rendering', () => {
  const digest = (plan: Plan, seed: string) => {
    const whole = compose(plan);
    // Six seconds are enough to compare every sample.
    const { left, right } = render({ ...whole, seconds: 6 }, seed);
    return createHash('sha256')
      .update(new Uint8Array(left.buffer))
      .update(new Uint8Array(right.buffer))
      .digest('hex');
  };

  it.each(['demo-ta-calm-2', 'demo-en-energetic-1', 'demo-hi-happy-1'])(
    'gives %s bit for bit the same again, and another sound for another seed',
    (id) => {
      const plan = PIECES.find((piece) => idOf(piece) === id);
      if (plan === undefined) throw new Error(id);
      const once = digest(plan, 'one');
      expect(digest(plan, 'one')).toBe(once);
      expect(digest(plan, 'two')).not.toBe(once);
    },
    120_000,
  );
});
