export { OPUS_RATE, SILENCE_FRAME } from '../ogg/opus-packet.ts';
