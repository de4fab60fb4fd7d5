/**
 * A process of its own, forked by transcoder.ts: it alone loads FFmpeg (node-av), so that a file made to break a decoder
 * breaks this process and nothing else. It is given no settings and no token. One job at a time.
 */
import { createHash } from 'node:crypto';
import { messageOf } from '../../errors.ts';
import { nextTry, PREPARE, type Settings, startSettings, toLoudness } from './loudness.ts';
import {
  type Container,
  type Converted,
  EXIT_MEMORY,
  type Identity,
  type Job,
  type Request,
  type Response,
  type TranscodeCode,
} from './transcode-protocol.ts';

/** Decoders a host's music needs; FFmpeg has hundreds more, each with its own past of faults. */
const DECODERS = /^(?:mp3(?:float)?|flac|alac|aac|vorbis|(?:lib)?opus|pcm_\w+|adpcm_(?:ms|ima_wav))$/;
/** Opus at this rate is transparent to most ears for stereo music, and what Discord's own channels carry. */
const BITRATE = 128_000;
const MEMORY_CHECK_MS = 100;

class Refusal extends Error {
  readonly code: TranscodeCode;

  constructor(code: TranscodeCode, problem: string) {
    super(problem);
    this.code = code;
  }
}

const api = () => import('node-av/api');
const constants = () => import('node-av/constants');
type Api = Awaited<ReturnType<typeof api>>;

async function load(): Promise<Api> {
  try {
    const { AV_LOG_QUIET } = await constants();
    const { Log } = await import('node-av/lib');
    Log.setLevel(AV_LOG_QUIET);
    return await api();
  } catch (error) {
    throw new Refusal('ffmpeg_missing', messageOf(error));
  }
}

/** The file's first audio stream, by the demuxer that was named: nothing is probed, no other file or URL is opened. */
async function openAudio({ Demuxer }: Api, input: string, container: Container) {
  const demuxer = await Demuxer.open(input, { format: container, options: { protocol_whitelist: 'file' } });
  const stream = demuxer.audio();
  if (stream !== undefined) return { demuxer, stream };
  await demuxer.close();
  throw new Refusal('undecodable', 'there is no audio in it');
}

async function identify(av: Api, job: Job & { kind: 'identify' }): Promise<Identity> {
  const { demuxer, stream } = await openAudio(av, job.input, job.container);
  await using _closed = demuxer;
  const hash = createHash('sha256');
  let packets = 0;
  for await (using packet of demuxer.packets(stream.index)) {
    if (packet?.data) {
      hash.update(packet.data);
      packets += 1;
    }
  }
  if (packets === 0) throw new Refusal('undecodable', 'its audio is empty');
  return { audioSha256: hash.digest('hex') };
}

/** Decoded frames through a filter graph. */
async function* filtered(av: Api, input: string, container: Container, graph: string) {
  const { demuxer, stream } = await openAudio(av, input, container);
  await using _closed = demuxer;
  using decoder = await av.Decoder.create(stream, { threadCount: 1 });
  const name = decoder.getCodec().name ?? 'unknown';
  if (!DECODERS.test(name)) throw new Refusal('undecodable', `it is coded as ${name}`);
  using filter = av.FilterAPI.create(graph, { threads: 1 });
  for await (const frame of filter.frames(decoder.frames(demuxer.packets(stream.index)))) {
    if (frame !== null) yield { frame, decoder, filter };
  }
}

async function measure(av: Api, input: string, container: Container): Promise<Converted> {
  let last: Record<string, string> = {};
  for await (const { frame } of filtered(av, input, container, `${PREPARE},ebur128=peak=true:metadata=1`)) {
    using measured = frame;
    const metadata = measured.getMetadata().getAll();
    if ('lavfi.r128.I' in metadata) last = metadata;
  }
  return {
    loudnessLufs: Number(last['lavfi.r128.I'] ?? Number.NEGATIVE_INFINITY),
    truePeakDbtp: 20 * Math.log10(Number(last['lavfi.r128.true_peak'] ?? 0)),
  };
}

async function encode(av: Api, job: Job & { kind: 'convert' }, settings: Settings): Promise<void> {
  await using muxer = await av.Muxer.open(job.output, { format: 'ogg' });
  const { demuxer, stream } = await openAudio(av, job.input, job.container);
  await using _closed = demuxer;
  using decoder = await av.Decoder.create(stream, { threadCount: 1 });
  using filter = av.FilterAPI.create(toLoudness(settings), { threads: 1 });
  using encoder = await av.Encoder.create((await constants()).FF_ENCODER_LIBOPUS, {
    decoder,
    filter,
    bitrate: BITRATE,
    // 20 ms: what Discord's players expect in every packet.
    options: { vbr: 'on', application: 'audio', frame_duration: 20 },
  });
  const index = muxer.addStream(encoder);
  for await (using packet of encoder.packets(filter.frames(decoder.frames(demuxer.packets(stream.index))))) {
    await muxer.writePacket(packet, index);
  }
}

/** Measures, encodes, measures what came out, and tries again until it is as loud as it should be. */
async function convert(av: Api, job: Job & { kind: 'convert' }): Promise<Converted> {
  const source = await measure(av, job.input, job.container);
  let settings = startSettings(source);
  if (settings === undefined) throw new Refusal('silent', 'there is no sound in it');
  while (true) {
    await encode(av, job, settings);
    const result = await measure(av, job.output, 'ogg');
    const better = nextTry(settings, result);
    if (better === undefined) return result;
    settings = better;
  }
}

async function perform(job: Job): Promise<(Response & { ok: true })['result']> {
  const av = await load();
  if (job.kind === 'health') {
    const { getFFmpegInfo } = await import('node-av/lib');
    return { version: getFFmpegInfo().version };
  }
  return job.kind === 'identify' ? identify(av, job) : convert(av, job);
}

async function answer(request: Request): Promise<Response> {
  const { id, ...job } = request;
  try {
    return { id, ok: true, result: await perform(job) };
  } catch (error) {
    const code = error instanceof Refusal ? error.code : job.kind === 'convert' ? 'failed' : 'undecodable';
    return { id, ok: false, code, problem: messageOf(error) };
  }
}

const memoryLimit = Number(process.argv[2]) * 2 ** 20;
setInterval(() => {
  if (process.memoryUsage.rss() > memoryLimit) process.exit(EXIT_MEMORY);
}, MEMORY_CHECK_MS).unref();
// The importer is gone: there is nobody to work for.
process.on('disconnect', () => process.exit());
process.on(
  'message',
  (request: Request) => void answer(request).then((response) => process.send?.(response)),
);
