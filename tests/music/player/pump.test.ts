import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { SILENCE_FRAME } from '../../../src/music/ogg/opus-packet.ts';
import type { PacketSource } from '../../../src/music/player/ogg-opus.ts';
import { type PacketSink, Pump } from '../../../src/music/player/pump.ts';
import { FakeClock } from './support/fake-clock.ts';

class List implements PacketSource {
  readonly preSkip = 312;
  items: (Buffer | 'wait' | AppError)[];
  constructor(...items: (Buffer | 'wait' | AppError)[]) {
    this.items = items;
  }
  next(): Buffer | 'wait' | 'end' {
    const item = this.items.shift() ?? 'end';
    if (item instanceof AppError) throw item;
    if (item === 'wait' && this.items.length === 0) this.items.push('wait'); // the last one lasts
    return item;
  }
  close = () => Promise.resolve();
}

const packets = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => Buffer.from([from + i]));

let clock: FakeClock;
let sent: { at: number; packet: string }[];
let told: string[];
let sink: PacketSink & { ready: boolean };
let pump: Pump;
let onEnded: () => void;

beforeEach(() => {
  clock = new FakeClock();
  sent = [];
  told = [];
  onEnded = () => {};
  sink = {
    ready: true,
    send: (packet) => {
      sent.push({ at: clock.now(), packet: packet.equals(SILENCE_FRAME) ? 'silence' : String(packet[0]) });
    },
    silent: () => told.push('silent'),
  };
  pump = new Pump({
    sink,
    clock,
    waits: { stallMs: 3_000, secureMs: 10_000 },
    events: {
      sounded: () => told.push('sounded'),
      second: () => {},
      ended: () => {
        told.push('ended');
        onEnded();
      },
      broken: (problem) => told.push(problem.code),
      unready: () => told.push('unready'),
    },
  });
});

const names = () => sent.map(({ packet }) => packet);
const gaps = () => sent.slice(1).map(({ at }, i) => at - (sent[i]?.at ?? 0));

describe('the pump', () => {
  it('sends a packet every 20 ms, then five frames of silence', () => {
    pump.setSource(new List(...packets(1, 4)));
    pump.setOn(true);
    clock.advance(1_000);
    expect(names()).toEqual(['1', '2', '3', '4', ...Array(5).fill('silence')]);
    expect(new Set(gaps().slice(0, 3))).toEqual(new Set([20]));
    expect(told).toEqual(['sounded', 'ended', 'silent']);
  });

  it('goes on with the next source without a gap when it is there', () => {
    onEnded = () => pump.setSource(new List(...packets(50, 3)));
    pump.setSource(new List(...packets(1, 3)));
    pump.setOn(true);
    clock.advance(110);
    expect(names()).toEqual(['1', '2', '3', '50', '51', '52']);
    expect(new Set(gaps())).toEqual(new Set([20]));
  });

  it('keeps the position over a pause, which ends in silence', () => {
    pump.setSource(new List(...packets(1, 50)));
    pump.setOn(true);
    clock.advance(190);
    expect(pump.positionMs).toBe(10 * 20 - 6.5);
    pump.setOn(false);
    clock.advance(1_000);
    expect(names().slice(10)).toEqual(Array(5).fill('silence'));
    expect(pump.positionMs).toBe(10 * 20 - 6.5);
    pump.setOn(true);
    clock.advance(20);
    expect(names().slice(15)).toEqual(['11', '12']);
  });

  it('makes good a short stall of the process and gives up a long one', () => {
    pump.setSource(new List(...packets(1, 100)));
    pump.setOn(true);
    clock.advance(100); // 1..6
    clock.block(90);
    clock.advance(30);
    // What fell due meanwhile goes out at once.
    expect(names().length).toBe(12);
    clock.block(1_000);
    clock.advance(0);
    const before = names().length;
    clock.advance(40);
    expect(names().length - before).toBeLessThanOrEqual(3);
  });

  it('holds packets back while the sink is not ready, and says so when that lasts', () => {
    sink.ready = false;
    pump.setSource(new List(...packets(1, 3)));
    pump.setOn(true);
    clock.advance(9_000);
    expect([sent, told]).toEqual([[], []]);
    clock.advance(1_100);
    expect(told).toEqual(['unready']);
    sink.ready = true;
    clock.advance(100);
    expect(names().slice(0, 3)).toEqual(['1', '2', '3']);
  });

  it('calls a source broken that yields nothing for three seconds', () => {
    pump.setSource(new List('wait'));
    pump.setOn(true);
    clock.advance(2_900);
    expect(told).toEqual([]);
    clock.advance(10_000);
    expect(told).toEqual(['track.stalled', 'silent']);
  });

  it('fills a short wait with silence and goes on', () => {
    pump.setSource(new List(...packets(1, 2), 'wait', 'wait', ...packets(3, 2)));
    pump.setOn(true);
    clock.advance(110);
    expect(names()).toEqual(['1', '2', 'silence', 'silence', '3', '4']);
    expect(told).toEqual(['sounded']);
  });

  it('passes on what broke a source', () => {
    pump.setSource(new List(...packets(1, 2), new AppError('track.frame_size')));
    pump.setOn(true);
    clock.advance(100);
    expect(told).toEqual(['sounded', 'track.frame_size']);
  });

  it('does nothing after stop', () => {
    pump.setSource(new List(...packets(1, 50)));
    pump.setOn(true);
    clock.advance(50);
    pump.stop();
    const before = sent.length;
    clock.advance(1_000);
    expect(sent.length).toBe(before);
  });
});
