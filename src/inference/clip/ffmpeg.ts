/** The only file in the eyes that knows FFmpeg (node-av): clips and HEVC pictures to frames, frames to JPEG. */
import { AppError, messageOf } from '../../errors.ts';
import { WORKING_SIDE } from '../image/raster.ts';
import { liesSideways, type Orientation, orientationOfMatrix, withExif } from './orientation.ts';
import type { Still } from './protocol.ts';

/** Decoders that cameras' clips need; FFmpeg has hundreds more, each with its own past of faults. */
const DECODERS = /^(?:h264|hevc|vp8|vp9|libvpx|libvpx-vp9|libdav1d|av1|mpeg4)$/;

/** FFmpeg's scale of JPEG quality is 2 to 31; at 2 nothing of a face is lost. */
const JPEG_QUALITY = 2;

/** @throws AppError `photo.decoder_missing` {problem} */
export async function loadFfmpeg() {
  try {
    const [api, lib, constants] = await Promise.all([
      import('node-av/api'),
      import('node-av/lib'),
      import('node-av/constants'),
    ]);
    lib.Log.setLevel(constants.AV_LOG_QUIET);
    return { ...api, ...lib, constants };
  } catch (cause) {
    throw new AppError('photo.decoder_missing', { problem: messageOf(cause) }, { cause });
  }
}

export type Ffmpeg = Awaited<ReturnType<typeof loadFfmpeg>>;
export type Frame = InstanceType<Ffmpeg['Frame']>;
export type Packet = InstanceType<Ffmpeg['Packet']>;

/** A clip's picture track. */
export interface Track {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Packets in the order of the file, without their pictures being decoded; each is the receiver's to dispose of. */
  packets(): AsyncGenerator<Packet>;
  /** Seconds of a timestamp of a packet. */
  seconds(timestamp: bigint): number;
  /** Decoded frames in the order in which they are shown; each is the receiver's to dispose of. */
  frames(packets: readonly Packet[]): AsyncGenerator<Frame>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens a clip that lies in memory; nothing else is opened on its behalf.
 * @throws AppError `photo.truncated` {format}, `photo.no_picture`, `photo.codec` {codec}
 */
export async function openTrack(
  av: Ffmpeg,
  file: Uint8Array,
  format: 'mp4' | 'webm' | 'heic',
): Promise<Track> {
  const { constants } = av;
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const demuxer = await av.Demuxer.open(bytes, {
    format: format === 'webm' ? 'matroska' : 'mov',
    options: { protocol_whitelist: 'none' },
  }).catch((cause: unknown) => {
    throw new AppError('photo.truncated', { format }, { cause });
  });
  try {
    const stream = demuxer.streams.find(
      ({ codecpar, disposition }) =>
        codecpar.codecType === constants.AVMEDIA_TYPE_VIDEO &&
        (disposition & constants.AV_DISPOSITION_ATTACHED_PIC) === 0,
    );
    if (stream === undefined) throw new AppError('photo.no_picture');
    const decoder = await av.Decoder.create(stream, { threadCount: 1 }).catch((cause: unknown) => {
      throw new AppError('photo.codec', { codec: printable(stream.codecpar.codecTagString) }, { cause });
    });
    const codec = decoder.getCodec().name ?? '?';
    if (!DECODERS.test(codec)) throw new AppError('photo.codec', { codec });
    const matrix = stream.codecpar.getCodedSideData(constants.AV_PKT_DATA_DISPLAYMATRIX);
    const { num, den } = stream.timeBase;
    return {
      width: stream.codecpar.width,
      height: stream.codecpar.height,
      orientation: orientationOfMatrix(matrix ?? new Uint8Array()),
      async *packets() {
        for await (const packet of demuxer.packets(stream.index)) {
          if (packet === null) return;
          yield packet;
        }
      },
      seconds: (timestamp) => (Number(timestamp) * num) / den,
      async *frames(packets) {
        for await (const frame of decoder.frames(inTurn(packets))) {
          if (frame !== null) yield frame;
        }
      },
      async [Symbol.asyncDispose]() {
        decoder.close();
        await demuxer.close();
      },
    };
  } catch (error) {
    await demuxer.close();
    throw error;
  }
}

/** A container's name of a codec, where it is one. */
function printable(tag: string | null): string {
  return tag !== null && /^\w[\w .-]*$/.test(tag) ? tag : '?';
}

async function* inTurn(packets: readonly Packet[]): AsyncGenerator<Packet | null> {
  yield* packets;
  yield null;
}

/**
 * Decodes one HEVC picture.
 * @param config the body of `hvcC`
 * @param data length-prefixed NAL units
 * @returns the frame, which is the receiver's to dispose of
 * @throws AppError `photo.truncated` {format}
 */
export async function decodeHevc(av: Ffmpeg, config: Uint8Array, data: Uint8Array): Promise<Frame> {
  const { constants } = av;
  const codec = av.Codec.findDecoder(constants.AV_CODEC_ID_HEVC);
  using context = new av.CodecContext();
  context.allocContext3(codec);
  context.extraData = Buffer.from(config);
  context.threadCount = 1;
  using packet = new av.Packet();
  packet.alloc();
  packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const frame = new av.Frame();
  frame.alloc();
  const steps = [
    () => context.open2(codec),
    () => context.sendPacket(packet),
    () => context.sendPacket(null),
    () => context.receiveFrame(frame),
  ];
  for (const step of steps) {
    const status = await step();
    if (status >= 0) continue;
    frame.free();
    throw new AppError('photo.truncated', { format: 'heic' }, { cause: new Error(`FFmpeg error ${status}`) });
  }
  // Filters ask for one, though a photo has no time.
  frame.timeBase = new av.Rational(1, 1);
  return frame;
}

/** A decoded frame's pixels, as wide as they are shown (some clips have pixels that are not square). */
function displayed({ width, height, sampleAspectRatio: { num, den } }: Frame): {
  width: number;
  height: number;
} {
  const ratio = num > 0 && den > 0 ? Math.min(4, Math.max(0.25, num / den)) : 1;
  return { width: Math.round(width * ratio), height };
}

/** Resizes frames and turns them into bytes, in FFmpeg's own filters. */
export interface Darkroom {
  /** Interleaved RGB rows without gaps. */
  rgb(frame: Frame, width: number, height: number): Promise<Uint8Array>;
  /**
   * A JPEG whose longer side is at most WORKING_SIDE.
   * @param sent size of the stored picture, where the frame is a smaller copy
   */
  still(frame: Frame, orientation: Orientation, sent?: { width: number; height: number }): Promise<Still>;
  [Symbol.dispose](): void;
}

export function openDarkroom(av: Ffmpeg): Darkroom {
  const { constants } = av;
  const filters = new Map<string, ReturnType<Ffmpeg['FilterAPI']['create']>>();
  const encoders = new av.EncoderPool(constants.FF_ENCODER_MJPEG, { flags: constants.AV_CODEC_FLAG_QSCALE });

  async function through(graph: string, frame: Frame): Promise<Frame> {
    const filter = filters.get(graph) ?? av.FilterAPI.create(graph, { threads: 1 });
    filters.set(graph, filter);
    await filter.process(frame);
    const out = await filter.receive();
    if (out instanceof av.Frame) return out;
    throw new Error(`the filter ${graph} gave no frame`);
  }

  return {
    async rgb(frame, width, height) {
      using small = await through(`scale=${width}:${height}:flags=area,format=rgb24`, frame);
      return small.toBuffer();
    },
    async still(frame, orientation, sent = displayed(frame)) {
      const scale = Math.min(1, WORKING_SIDE / Math.max(sent.width, sent.height));
      const [width, height] = [sent.width, sent.height].map((side) => Math.max(1, Math.round(side * scale)));
      // A JPEG's range and matrix (ITU-T T.871, section 7), whatever the clip's are.
      const graph = `scale=${width}:${height}:flags=area:out_range=pc:out_color_matrix=bt601,format=yuv444p`;
      using small = await through(graph, frame);
      small.quality = JPEG_QUALITY * constants.FF_QP2LAMBDA;
      const jpeg = withExif(await encoders.encode(small), orientation);
      return liesSideways(orientation)
        ? { jpeg, width: sent.height, height: sent.width }
        : { jpeg, width: sent.width, height: sent.height };
    },
    [Symbol.dispose]() {
      for (const filter of filters.values()) filter.close();
      encoders.close();
    },
  };
}

/** A frame of RGB rows. */
export function frameOf(av: Ffmpeg, rgb: Uint8Array, width: number, height: number): Frame {
  const bytes = Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength);
  const format = av.constants.AV_PIX_FMT_RGB24;
  return av.Frame.fromVideoBuffer(bytes, { width, height, format, timeBase: { num: 1, den: 1 } });
}
