/**
 * From tones to gestures: how a player of each kind moves from tone to tone. Breath and bow tie the tones of a phrase
 * together; a plucked string is struck for each tone, or pulled to it; oscillation, slides and touches are the raga's.
 */
import type { Random } from '../random.ts';
import type { Gesture, Point } from '../synth/gesture.ts';
import type { Ornament } from '../theory/raga.ts';

export interface Sung {
  readonly at: number;
  readonly duration: number;
  readonly hz: number;
  /** 0..1 */
  readonly level: number;
  readonly ornament?: Ornament | undefined;
  /** The neighbour above in the scale, which oscillations lean to. */
  readonly above?: number;
}

export interface Manner {
  /** Tones of a breath are tied; otherwise each is struck. */
  readonly tied: boolean;
  /** Share of a tone's time it sounds, when struck or last of a breath: 1 is legato (Gabrielsson & Juslin 1996: sad and tender legato, happy staccato). */
  readonly gate: number;
  /** Most tones in one breath or bow. */
  readonly slur: number;
  /** Seconds a slide takes. */
  readonly glide: number;
  /** Strength of ornaments, 0..1. */
  readonly ornament: number;
}

/** A breath is over when a tone is this long, in seconds, or when the next does not follow at once. */
const BREATH = 1.1;

export function perform(tones: readonly Sung[], manner: Manner, random: Random): Gesture[] {
  const gestures: Gesture[] = [];
  let open: Sung[] = [];
  const flush = (): void => {
    if (open.length > 0) gestures.push(gesture(open, manner));
    open = [];
  };
  for (const tone of tones) {
    const before = open[open.length - 1];
    const follows = before !== undefined && tone.at - (before.at + before.duration) < 0.03;
    const way = before === undefined ? 0 : Math.abs(Math.log2(tone.hz / before.hz));
    // A tone said again is said anew.
    const near = way > 0.01 && way < 0.36;
    // Only a short way, and not twice in a row, can a fret string be pulled.
    const pulled = tone.ornament === 'meend' && near && open.length < 2 && random() < 0.55 * manner.ornament;
    const goesOn =
      follows && (manner.tied ? before.duration < BREATH && near && open.length < manner.slur : pulled);
    if (!goesOn) flush();
    open.push(tone);
  }
  flush();
  return gestures;
}

function gesture(breath: readonly Sung[], manner: Manner): Gesture {
  const start = breath[0]?.at ?? 0;
  const pitch: Point[] = [];
  const level: Point[] = [];
  breath.forEach((tone, i) => {
    const t = tone.at - start;
    const previous = breath[i - 1];
    const slide = Math.min(manner.glide * (tone.ornament === 'meend' ? 2.2 : 1), tone.duration * 0.45);
    if (previous !== undefined) pitch.push([Math.max(0, t - slide * 0.4), previous.hz]);
    const settled = previous === undefined ? t : t + slide * 0.6;
    pitch.push(...ornamented(tone, t, settled, previous === undefined, manner.ornament));
    // Each tone is leaned on, then let sink a little.
    level.push([t, tone.level * (previous === undefined ? 1 : 0.86)], [t + 0.05, tone.level]);
    level.push([t + tone.duration * 0.85, tone.level * 0.82]);
  });
  const last = breath[breath.length - 1];
  const end = last === undefined ? 0 : last.at - start + last.duration * manner.gate;
  return { at: start, duration: end, pitch, level };
}

function ornamented(tone: Sung, t: number, settled: number, first: boolean, strength: number): Point[] {
  const above = tone.above ?? tone.hz;
  const end = t + tone.duration;
  const lean = (share: number): number => tone.hz * (above / tone.hz) ** (share * strength);
  const points: Point[] = [];
  if (tone.ornament === 'kan' && tone.duration > 0.16) {
    points.push([settled, lean(1)], [settled + 0.035, lean(1)], [settled + 0.085, tone.hz]);
  } else if (tone.ornament === 'meend' && first && tone.duration > 0.4) {
    // Come to the tone from a shade under it.
    points.push(
      [t, tone.hz / (above / tone.hz) ** (0.6 * strength)],
      [t + Math.min(0.22, tone.duration * 0.4), tone.hz],
    );
  } else {
    points.push([settled, tone.hz]);
  }
  const [rate, depth] =
    tone.ornament === 'kampita' ? [4.6, 0.62] : tone.ornament === 'andolan' ? [2.3, 0.36] : [0, 0];
  if (rate > 0 && tone.duration > 1.6 / rate) {
    const half = 0.5 / rate;
    let high = true;
    // The tone is heard plain first, and the swing dies away before the next.
    for (let at = settled + half * 0.8; at < end - half * 1.2 && at < settled + 1.7; at += half) {
      const fading = Math.min(1, (end - at) / 0.5);
      points.push([at, high ? lean(depth * fading) : tone.hz]);
      high = !high;
    }
    points.push([Math.min(end - half * 0.5, settled + 1.75), tone.hz]);
  }
  return points.sort((a, b) => a[0] - b[0]);
}
