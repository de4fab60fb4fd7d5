import { describe, expect, it } from 'vitest';
import { frameKind, readDatagram, rtpHeader } from '../../../src/stage/voice/datagrams.ts';
import { createTransportCipher, TRANSPORT_MODES } from '../../../src/stage/voice/transport.ts';
import { CHANNEL, joinAsBot, seat, shareOfEnergy, startServer, until } from './client.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

describe.each(TRANSPORT_MODES)('%s', (mode) => {
  const key = Buffer.alloc(32, 7);
  const header = rtpHeader({ sequence: 1, timestamp: 960, ssrc: 5 });

  it('opens what it sealed, and nothing that was changed', () => {
    const sealed = createTransportCipher(mode, key).seal(header, Buffer.from('opus'));
    expect(sealed.length).toBe(12 + 4 + 16 + 4);
    const receiver = createTransportCipher(mode, key);
    expect(receiver.open(sealed, 12)?.toString()).toBe('opus');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(receiver.open(changed, 12)).toBeUndefined();
    }
    expect(createTransportCipher(mode, Buffer.alloc(32, 8)).open(sealed, 12)).toBeUndefined();
    expect(receiver.open(sealed.subarray(0, 20), 12)).toBeUndefined();
  });

  it('takes another nonce each time', () => {
    const cipher = createTransportCipher(mode, key);
    const counters = [1, 2, 3].map(() => cipher.seal(header, Buffer.alloc(3)).subarray(-4).readUInt32BE());
    expect(counters).toEqual([1, 2, 3]);
  });

  it('is spoken by the unmodified client', async () => {
    const server = await startServer({ modes: [mode] });
    const listener = await server.addListener(seat(1));
    const bot = joinAsBot(server);
    await until('the group', () => server.daveMembers(CHANNEL).length === 2);
    await until('the client in it', () => (bot.connection.voicePrivacyCode ?? '') !== '');
    bot.play(523, 2);
    await until('a second of it', () => listener.packets().length >= 50);
    expect(shareOfEnergy(listener.pcm().subarray(2 * 9_600, 2 * 48_000), 523)).toBeGreaterThan(0.98);
    bot.leave();
    await server.close();
  });
});

describe('datagrams', () => {
  it('an RTP header with CSRCs and an extension says what is in the clear', () => {
    const packet = hex('92 78 0001 000003c0 00000005 00000006 00000007 bede 0002'.replaceAll(' ', ''));
    expect(readDatagram(Buffer.concat([packet, Buffer.alloc(40)]))).toEqual({
      kind: 'rtp',
      header: { sequence: 1, timestamp: 960, ssrc: 5, clearBytes: 24, extensionBytes: 8 },
    });
  });

  it('tells the others apart', () => {
    expect(readDatagram(Buffer.alloc(8)).kind).toBe('keepalive');
    const discovery = Buffer.alloc(74);
    discovery.writeUInt16BE(1, 0);
    discovery.writeUInt32BE(77, 4);
    expect(readDatagram(discovery)).toEqual({ kind: 'discovery', ssrc: 77 });
    expect(readDatagram(Buffer.alloc(0)).kind).toBe('unknown');
    expect(readDatagram(Buffer.alloc(100, 0xff)).kind).toBe('unknown');
    expect(readDatagram(hex('9f78000100000000000000050000')).kind).toBe('unknown');
  });

  it('frames by their magic marker', () => {
    expect(frameKind(hex('f8fffe'))).toBe('silence');
    expect(frameKind(Buffer.concat([Buffer.alloc(30), hex('0cfafa')]))).toBe('encrypted');
    expect(frameKind(Buffer.concat([Buffer.alloc(30), hex('fffafa')]))).toBe('plain');
    expect(frameKind(Buffer.alloc(100))).toBe('plain');
    expect(frameKind(Buffer.alloc(0))).toBe('plain');
  });
});
