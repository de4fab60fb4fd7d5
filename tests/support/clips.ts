/** Short clips, encoded from pictures as the tests need them. */
import { Encoder, FilterAPI, Muxer } from 'node-av/api';
import {
  AV_CH_LAYOUT_MONO,
  AV_CHANNEL_ORDER_NATIVE,
  AV_PIX_FMT_RGB24,
  AV_SAMPLE_FMT_FLTP,
  AVSEEK_END,
  AVSEEK_SET,
  AVSEEK_SIZE,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBVPX_VP8,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Frame } from 'node-av/lib';
import sharp from 'sharp';

export interface ClipOptions {
  readonly format: 'mp4' | 'webm';
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond?: number;
}

/** Each picture is one frame, stretched over the whole of it. */
export async function clipOf(pictures: readonly Uint8Array[], o: ClipOptions): Promise<Buffer> {
  const { width, height, framesPerSecond = 10 } = o;
  const file = memoryFile();
  {
    await using muxer = await Muxer.open(file, { format: o.format });
    using filter = FilterAPI.create('format=yuv420p');
    using encoder = await Encoder.create(o.format === 'mp4' ? FF_ENCODER_LIBX264 : FF_ENCODER_LIBVPX_VP8, {
      filter,
      bitrate: 2_000_000,
      gopSize: 10,
      threadCount: 1,
      options: o.format === 'mp4' ? { preset: 'ultrafast' } : { deadline: 'realtime' },
    });
    const stream = muxer.addStream(encoder);
    const frames = async function* () {
      for (const [i, picture] of pictures.entries()) {
        const pixels = await sharp(picture)
          .resize(width, height, { fit: 'fill' })
          .removeAlpha()
          .raw()
          .toBuffer();
        const frame = Frame.fromVideoBuffer(pixels, {
          width,
          height,
          format: AV_PIX_FMT_RGB24,
          timeBase: { num: 1, den: framesPerSecond },
          pts: BigInt(i),
        });
        yield frame;
      }
      yield null;
    };
    for await (using packet of encoder.packets(filter.frames(frames()))) {
      if (packet !== null) await muxer.writePacket(packet, stream);
    }
  }
  return file.bytes();
}

/** A second of silence without a picture. */
export async function soundAlone(): Promise<Buffer> {
  const file = memoryFile();
  {
    await using muxer = await Muxer.open(file, { format: 'mp4' });
    using encoder = await Encoder.create(FF_ENCODER_AAC, {});
    const stream = muxer.addStream(encoder);
    const frames = async function* () {
      for (let i = 0; i < 40; i++) {
        yield Frame.fromAudioBuffer(Buffer.alloc(1024 * 4), {
          nbSamples: 1024,
          format: AV_SAMPLE_FMT_FLTP,
          sampleRate: 44_100,
          channelLayout: { nbChannels: 1, order: AV_CHANNEL_ORDER_NATIVE, mask: AV_CH_LAYOUT_MONO },
          timeBase: { num: 1, den: 44_100 },
          pts: BigInt(i * 1024),
        });
      }
      yield null;
    };
    for await (using packet of encoder.packets(frames())) {
      if (packet !== null) await muxer.writePacket(packet, stream);
    }
  }
  return file.bytes();
}

/** Turns the picture track of an MP4 by its matrix, as a phone held upright does (ISO/IEC 14496-12, section 8.3.2). */
export function turnedClip(mp4: Uint8Array, matrix: readonly [number, number, number, number]): Buffer {
  const copy = Buffer.from(mp4);
  const header = copy.indexOf('tkhd', 0, 'latin1') + 4;
  // Version 0: version, flags, times, track, duration, layer, group and volume come before.
  const at = header + 4 + 20 + 8 + 8;
  const [a, b, c, d] = matrix;
  for (const [place, value] of [
    [0, a],
    [1, b],
    [3, c],
    [4, d],
  ] as const) {
    copy.writeInt32BE(value * 0x10000, at + 4 * place);
  }
  return copy;
}

function memoryFile() {
  let data = Buffer.alloc(1 << 16);
  let size = 0;
  let at = 0;
  return {
    write(chunk: Buffer) {
      const end = at + chunk.length;
      if (end > data.length) data = Buffer.concat([data], 2 * end);
      chunk.copy(data, at);
      at = end;
      size = Math.max(size, at);
      return chunk.length;
    },
    seek(offset: bigint, whence: number) {
      if (whence === AVSEEK_SIZE) return BigInt(size);
      const base = whence === AVSEEK_SET ? 0 : whence === AVSEEK_END ? size : at;
      at = base + Number(offset);
      return BigInt(at);
    },
    bytes: () => Buffer.from(data.subarray(0, size)),
  };
}

/**
 * Each picture is one frame of a tenth of a second; all are of one size. Encoders make one frame of equal neighbours,
 * so the light grows a little from frame to frame.
 */
export async function animationOf(pictures: readonly Uint8Array[], format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = pictures.map((picture, i) =>
    sharp(picture)
      .modulate({ brightness: 0.9 + (0.2 * i) / pictures.length })
      .png()
      .toBuffer(),
  );
  const animation = sharp(await Promise.all(frames), { join: { animated: true } });
  const delay = pictures.map(() => 100);
  const encoded =
    format === 'gif' ? animation.gif({ delay, effort: 1 }) : animation.webp({ delay, effort: 0 });
  return await encoded.toBuffer();
}
