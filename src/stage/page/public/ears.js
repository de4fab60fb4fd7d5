import { el } from '/page/dom.js';

const RATE = 48000;
const CHANNELS = 2;
const FRAME_BYTES = CHANNELS * 2;
/** Sound is played this much later than it came, so that a late chunk is no gap; seconds. */
const LEAD = 0.2;
/** Further behind than this, the clock has run away from the sound and is set anew. */
const MOST_LEAD = 1;

/** Plays the stage's raw samples (16 bit, 48 kHz, stereo) as they come, through an audio element with its controls. */
export function createEars() {
  const element = el('audio', { controls: true, 'aria-label': 'The voice channel' });
  let stop = () => {};

  async function listen(url) {
    const context = new AudioContext({ sampleRate: RATE });
    const destination = context.createMediaStreamDestination();
    const leaving = new AbortController();
    stop = () => {
      leaving.abort();
      context.close();
      element.srcObject = null;
    };
    element.srcObject = destination.stream;
    element.play().catch(() => {});
    const response = await fetch(url, { signal: leaving.signal });
    if (!response.ok) throw new Error((await response.json()).message);
    void play(response.body.getReader(), context, destination, leaving.signal);
  }

  async function play(reader, context, destination, signal) {
    let rest = new Uint8Array();
    let next = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        const bytes = new Uint8Array(rest.length + value.length);
        bytes.set(rest);
        bytes.set(value, rest.length);
        const frames = Math.floor(bytes.length / FRAME_BYTES);
        rest = bytes.slice(frames * FRAME_BYTES);
        if (frames === 0) continue;
        const now = context.currentTime;
        if (next < now || next > now + MOST_LEAD) next = now + LEAD;
        const source = new AudioBufferSourceNode(context, { buffer: toBuffer(context, bytes, frames) });
        source.connect(destination);
        source.start(next);
        next += frames / RATE;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  return { element, listen, close: () => stop() };
}

function toBuffer(context, bytes, frames) {
  const samples = new DataView(bytes.buffer);
  const buffer = context.createBuffer(CHANNELS, frames, RATE);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const data = buffer.getChannelData(channel);
    for (let i = 0; i < frames; i++) data[i] = samples.getInt16((i * CHANNELS + channel) * 2, true) / 32768;
  }
  return buffer;
}
