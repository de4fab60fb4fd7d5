/** Real files of every kind, made on the spot. */
import { writeFileSync } from 'node:fs';

export interface Tone {
  readonly seconds: number;
  /** Hz. */
  readonly pitch: number;
  /** Peak, 0..1. */
  readonly level?: number;
  readonly rate?: number;
  readonly channels?: number;
}

/** A plucked tone, twice a second, as 16-bit PCM. */
export function wav({ seconds, pitch, level = 0.3, rate = 44_100, channels = 2 }: Tone): Buffer {
  const frames = Math.round(seconds * rate);
  const bytes = frames * channels * 2;
  const file = Buffer.alloc(44 + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * channels * 2, 28);
  file.writeUInt16LE(channels * 2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  for (let i = 0; i < frames; i++) {
    const t = i / rate;
    const sample = level * Math.exp(-4 * (t % 0.5)) * Math.sin(2 * Math.PI * pitch * t);
    for (let c = 0; c < channels; c++)
      file.writeInt16LE(Math.round(sample * 32_767), 44 + (i * channels + c) * 2);
  }
  return file;
}

const av = await import('node-av/api').catch(() => undefined);
const constants = await import('node-av/constants').catch(() => undefined);

/** False where the optional dependency is not installed: what needs it is skipped. */
export const hasFfmpeg = av !== undefined && constants !== undefined;

const CODED = {
  mp3: { format: 'mp3', encoder: 'FF_ENCODER_LIBMP3LAME', sample: 's16p' },
  flac: { format: 'flac', encoder: 'FF_ENCODER_FLAC', sample: 's16' },
  m4a: { format: 'ipod', encoder: 'FF_ENCODER_AAC', sample: 'fltp' },
  alac: { format: 'ipod', encoder: 'FF_ENCODER_ALAC', sample: 's16p' },
  // In the encoder's own frames: given longer ones, node-av 6.1.1 loses all but the first packets.
  vorbis: { format: 'ogg', encoder: 'FF_ENCODER_LIBVORBIS', sample: 'fltp', frame: 64 },
  opus: { format: 'ogg', encoder: 'FF_ENCODER_LIBOPUS', sample: 'flt' },
} as const;

export type Coding = keyof typeof CODED;

/** Codes a WAV file anew, with tags of its own. */
export async function encodeTo(
  coding: Coding,
  from: string,
  to: string,
  o: { options?: Record<string, string | number>; tags?: Record<string, string> } = {},
): Promise<void> {
  if (av === undefined || constants === undefined) throw new Error('node-av is not installed');
  const { format, encoder: name, sample, ...more } = CODED[coding];
  const frames = 'frame' in more ? `,asetnsamples=${more.frame}` : '';
  const rate = coding === 'opus' ? 48_000 : 44_100;
  await using input = await av.Demuxer.open(from, { format: 'wav' });
  const stream = input.audio();
  if (stream === undefined) throw new Error('no audio');
  using decoder = await av.Decoder.create(stream);
  using filter = av.FilterAPI.create(
    `aresample=${rate},aformat=sample_fmts=${sample}:sample_rates=${rate}${frames}`,
  );
  using encoder = await av.Encoder.create(constants[name], {
    decoder,
    filter,
    ...(o.options === undefined ? {} : { options: o.options as never }),
  });
  await using output = await av.Muxer.open(to, {
    format,
    configure: (context) => {
      if (o.tags !== undefined) {
        const { Dictionary } = lib;
        context.metadata = Dictionary.fromObject(o.tags);
      }
    },
  });
  const index = output.addStream(encoder);
  for await (using packet of encoder.packets(filter.frames(decoder.frames(input.packets(stream.index))))) {
    await output.writePacket(packet, index);
  }
}

const lib = await import('node-av/lib').catch(() => undefined as never);

export interface Heard {
  readonly seconds: number;
  readonly lufs: number;
  readonly truePeakDb: number;
  /** Hz, the strongest of those asked for. */
  readonly pitch: number;
}

/** Decodes an Ogg/Opus file and listens: loudness by EBU R128, and which of some pitches it holds most of. */
export async function listen(file: string, pitches: readonly number[]): Promise<Heard> {
  if (av === undefined) throw new Error('node-av is not installed');
  await using input = await av.Demuxer.open(file, { format: 'ogg' });
  const stream = input.audio();
  if (stream === undefined) throw new Error('no audio');
  using decoder = await av.Decoder.create(stream);
  using filter = av.FilterAPI.create(
    'ebur128=peak=true:metadata=1,aresample=48000,aformat=sample_fmts=s16:channel_layouts=mono',
  );
  const power = new Map(pitches.map((pitch) => [pitch, { re: 0, im: 0 }]));
  let n = 0;
  let last: Record<string, string> = {};
  for await (using frame of filter.frames(decoder.frames(input.packets(stream.index)))) {
    if (frame === null) continue;
    last = { ...last, ...frame.getMetadata().getAll() };
    const data = frame.data?.[0];
    if (data === undefined) throw new Error('a frame without samples');
    const samples = new Int16Array(data.buffer, data.byteOffset, frame.nbSamples);
    for (const sample of samples) {
      for (const [pitch, sum] of power) {
        const angle = (2 * Math.PI * pitch * n) / 48_000;
        sum.re += sample * Math.cos(angle);
        sum.im += sample * Math.sin(angle);
      }
      n += 1;
    }
  }
  const [pitch = 0] =
    [...power].sort((a, b) => Math.hypot(b[1].re, b[1].im) - Math.hypot(a[1].re, a[1].im))[0] ?? [];
  return {
    seconds: n / 48_000,
    lufs: Number(last['lavfi.r128.I']),
    truePeakDb: 20 * Math.log10(Number(last['lavfi.r128.true_peak'])),
    pitch,
  };
}

export function writeWav(file: string, tone: Tone): string {
  writeFileSync(file, wav(tone));
  return file;
}
