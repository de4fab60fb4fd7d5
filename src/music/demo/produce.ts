/** One demo piece from its plan to a file's bytes: composed, rendered, mastered, encoded, and measured as decoded again. */
import type { Track } from '../../domain/track.ts';
import { CEILING_DBTP, TARGET_LUFS } from '../loudness.ts';
import { PRE_SKIP, writeOggOpus } from '../ogg/opus-file-writer.ts';
import { PACKET_SAMPLES } from '../ogg/opus-packet.ts';
import { idOf, type Plan } from './compose/plan.ts';
import { integratedLoudness, truePeak } from './loudness.ts';
import { prepareMaster } from './master.ts';
import { compose } from './pieces/all.ts';
import { render, type Stereo } from './render.ts';

const ARTIST = 'Ragamala demo';
const LICENCE = 'CC0-1.0';
const COMMENT = 'Demo piece, composed and played by a program (npm run compose). No musician took part.';
/** What the codec adds to peaks and takes from loudness is measured and allowed for in the next try. */
const MOST_TRIES = 4;
const TOLERANCE_LU = 0.2;

/** Opus packets of 20 ms, interleaved 16-bit stereo at 48 kHz; stateful, so one pair a piece. */
export interface Codec {
  encode(pcm: Int16Array): Uint8Array;
  decode(packet: Uint8Array): Int16Array;
}

export interface Produced {
  readonly track: Track;
  readonly bytes: Buffer;
  /** Of the encoded file. */
  readonly truePeakDb: number;
}

/** Russell's circumplex: where each mood stands, -1..1. */
const CIRCUMPLEX = {
  happy: { valence: 0.75, arousal: 0.45 },
  sad: { valence: -0.65, arousal: -0.5 },
  calm: { valence: 0.45, arousal: -0.6 },
  energetic: { valence: 0.4, arousal: 0.85 },
} as const;

/**
 * @param openCodec called for every try, since a codec remembers what it has heard
 * @throws RangeError when four tries do not meet the loudness and the peak
 */
export function produce(plan: Plan, openCodec: () => Codec): Produced {
  const master = prepareMaster(render(compose(plan), idOf(plan)));
  let target = TARGET_LUFS;
  let ceiling = CEILING_DBTP - 1;
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const mastered = master(target, ceiling);
    const { packets, heard } = throughCodec(mastered, openCodec());
    const loudness = integratedLoudness([heard.left, heard.right]);
    const peak = truePeak([heard.left, heard.right]);
    if (Math.abs(loudness - TARGET_LUFS) < TOLERANCE_LU && peak <= CEILING_DBTP) {
      const track = trackOf(plan, mastered.left.length, loudness);
      const bytes = writeOggOpus({
        packets,
        samples: mastered.left.length,
        tags: tagsOf(track),
        serial: serialOf(track.id),
      });
      return { track, bytes, truePeakDb: peak };
    }
    target += TARGET_LUFS - loudness;
    if (peak > CEILING_DBTP) ceiling -= peak - CEILING_DBTP + 0.1;
  }
  throw new RangeError(
    `${idOf(plan)} does not reach ${TARGET_LUFS} LUFS with peaks under ${CEILING_DBTP} dBTP`,
  );
}

function throughCodec(sound: Stereo, codec: Codec): { packets: Uint8Array[]; heard: Stereo } {
  const length = sound.left.length;
  const frames = Math.ceil((length + PRE_SKIP) / PACKET_SAMPLES);
  const heard = { left: new Float32Array(length), right: new Float32Array(length) };
  const packets: Uint8Array[] = [];
  for (let f = 0; f < frames; f++) {
    const pcm = new Int16Array(2 * PACKET_SAMPLES);
    for (let n = 0; n < PACKET_SAMPLES; n++) {
      pcm[2 * n] = toInt16(sound.left[f * PACKET_SAMPLES + n] ?? 0);
      pcm[2 * n + 1] = toInt16(sound.right[f * PACKET_SAMPLES + n] ?? 0);
    }
    const packet = codec.encode(pcm);
    packets.push(packet);
    const decoded = codec.decode(packet);
    for (let n = 0; n < PACKET_SAMPLES; n++) {
      const at = f * PACKET_SAMPLES + n - PRE_SKIP;
      if (at < 0 || at >= length) continue;
      heard.left[at] = (decoded[2 * n] ?? 0) / 32768;
      heard.right[at] = (decoded[2 * n + 1] ?? 0) / 32768;
    }
  }
  return { packets, heard };
}

const toInt16 = (x: number): number => Math.max(-32768, Math.min(32767, Math.round(x * 32767)));

function trackOf(plan: Plan, samples: number, loudness: number): Track {
  return {
    id: idOf(plan),
    title: plan.title,
    artist: ARTIST,
    album: 'Ragamala demo shelves',
    language: plan.language,
    mood: plan.mood,
    durationMs: Math.round(samples / 48),
    file: fileOf(plan),
    licence: LICENCE,
    note: noteOf(plan),
    loudnessLufs: Math.round(loudness * 100) / 100,
    tempoBpm: plan.bpm,
    ...CIRCUMPLEX[plan.mood],
    source: 'demo',
  };
}

/** Relative to the library folder. */
function fileOf(plan: Plan): string {
  const slug = plan.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `demo/${plan.language}/${plan.mood}-${plan.number}-${slug}.opus`;
}

function noteOf(plan: Plan): string {
  const tempo = `${plan.bpm} bpm`;
  if (plan.kind === 'song') return `${plan.note}, ${tempo}`;
  return `raga ${plan.raga.name} (${plan.raga.system}), ${plan.tala.name} tala, ${tempo}`;
}

function tagsOf(track: Track): Record<string, string> {
  return {
    TITLE: track.title,
    ARTIST: track.artist,
    ALBUM: track.album ?? '',
    LANGUAGE: track.language,
    MOOD: track.mood,
    LICENSE: track.licence,
    DESCRIPTION: track.note ?? '',
    COMMENT,
  };
}

function serialOf(id: string): number {
  return [...id].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), 7) >>> 0;
}
