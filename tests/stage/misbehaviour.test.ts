import type { Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSilentStage } from '../../src/stage/index.ts';
import { logIn } from './bot.ts';
import { raw } from './raw.ts';

type SilentStage = Awaited<ReturnType<typeof startSilentStage>>;

let stage: SilentStage;
let ahead = 0;
beforeEach(async () => {
  ahead = 0;
  stage = await startSilentStage({ now: () => Date.now() + ahead });
});
afterEach(() => stage.close());

describe('REST misbehaves to order', () => {
  it('strikes the matching requests, as often as told, then no more', async () => {
    const fault = stage.misbehave.rest({
      method: 'get',
      path: /^\/users/,
      times: 2,
      fault: { kind: 'status', status: 502 },
    });
    const statuses = [];
    statuses.push((await raw(stage, 'GET', '/gateway/bot')).status);
    for (let i = 0; i < 3; i += 1) statuses.push((await raw(stage, 'GET', '/users/@me')).status);
    expect(statuses).toEqual([200, 502, 502, 200]);
    expect(fault.hits).toBe(2);
    const later = stage.misbehave.rest({ times: 9, fault: { kind: 'drop' } });
    later.remove();
    expect((await raw(stage, 'GET', '/users/@me')).status).toBe(200);
  });

  it('cuts a connection and logs it', async () => {
    stage.misbehave.rest({ path: '/users/@me', fault: { kind: 'drop' } });
    await expect(raw(stage, 'GET', '/users/@me')).rejects.toThrow();
    expect(stage.requests.at(-1)).toMatchObject({ method: 'GET', path: '/users/@me', status: 0 });
    await raw(stage, 'GET', '/users/@me');
    expect(stage.requests.at(-1)).toMatchObject({ route: '/users/@me', status: 200 });
  });

  describe('to discord.js', () => {
    let client: Client<true>;
    beforeEach(async () => {
      client = await logIn(stage, { rest: { retries: 3 } });
    });
    afterEach(() => client.destroy());

    it.each([
      ['a 429', { kind: 'rate-limit', retryAfterS: 0.2 } as const],
      ['a global 429', { kind: 'rate-limit', retryAfterS: 0.2, global: true } as const],
      ['a 500', { kind: 'status', status: 500 } as const],
      ['a reset connection', { kind: 'reset' } as const],
      ['a delay', { kind: 'delay', ms: 200 } as const],
    ])('which tries again after %s', async (_what, fault) => {
      const channel = await client.channels.fetch(stage.guild.textChannelId);
      if (!channel?.isSendable()) throw new Error('a channel to send to');
      const placed = stage.misbehave.rest({ method: 'POST', path: '/messages', fault });
      expect((await channel.send('through')).content).toBe('through');
      expect(placed.hits).toBe(1);
    });
  });
});

describe('the CDN', () => {
  const photo = new Uint8Array(2_000).fill(7);
  const upload = async (): Promise<string> => {
    const form = new FormData();
    form.append('payload_json', '{}');
    form.append('files[0]', new Blob([photo], { type: 'image/jpeg' }), 'me.jpg');
    const path = `/channels/${stage.guild.textChannelId}/messages`;
    const { body } = await raw<{ attachments: { url: string }[] }>(stage, 'POST', path, form);
    return body.attachments[0]?.url ?? '';
  };
  const gone = async (url: string) => {
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([404, 'This content is no longer available.']);
  };

  it('serves a file under its signed URL alone', async () => {
    const url = await upload();
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(photo);
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe('2000');
    const { searchParams } = new URL(url);
    expect(
      Number.parseInt(searchParams.get('ex') ?? '', 16) - Number.parseInt(searchParams.get('is') ?? '', 16),
    ).toBe(86_400);
    await gone(url.replace(/hm=./, 'hm=x'));
    await gone(url.replace(/ex=\w+/, 'ex=ffffffff'));
    await gone(url.split('?')[0] ?? '');
    await gone(url.replace('me.jpg', 'you.jpg'));
  });

  it('forgets a URL after a day, and at once when told', async () => {
    const url = await upload();
    ahead = 86_300_000;
    expect((await fetch(url)).status).toBe(200);
    ahead = 86_500_000;
    await gone(url);
    const fresh = await upload();
    stage.misbehave.expireAttachment(fresh);
    await gone(fresh);
  });

  it('gives a fresh URL with each look at the message', async () => {
    const url = await upload();
    stage.misbehave.expireAttachment(url);
    const path = `/channels/${stage.guild.textChannelId}/messages`;
    const { body } = await raw<{ attachments: { url: string }[] }[]>(stage, 'GET', path);
    expect((await fetch(body[0]?.attachments[0]?.url ?? '')).status).toBe(200);
  });

  it.each([
    ['cuts the body', { kind: 'truncate', bytes: 100 } as const],
    ['promises more than it sends and hangs', { kind: 'wrong-length', difference: 10 } as const],
    ['cuts the connection', { kind: 'drop' } as const],
  ])('%s', async (_what, fault) => {
    const url = await upload();
    stage.misbehave.cdn({ fault });
    const download = fetch(url, { signal: AbortSignal.timeout(500) }).then((r) => r.arrayBuffer());
    await expect(download).rejects.toThrow();
    expect((await fetch(url)).status).toBe(200);
  });

  it('promises less than it has, redirects, fails, or never ends', async () => {
    const url = await upload();
    const { cdn } = stage.misbehave;
    cdn({ fault: { kind: 'wrong-length', difference: -1_990 } });
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(10);
    cdn({ fault: { kind: 'redirect', to: 'http://127.0.0.1:9/' } });
    expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toBe('http://127.0.0.1:9/');
    cdn({ fault: { kind: 'status', status: 503 } });
    expect((await fetch(url)).status).toBe(503);
    cdn({ fault: { kind: 'endless' } });
    const reader = (await fetch(url)).body?.getReader();
    let read = 0;
    while (reader && read < 1_000_000) read += (await reader.read()).value?.length ?? 0;
    await reader?.cancel();
    expect(read).toBeGreaterThanOrEqual(1_000_000);
  });
});
