import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { resolve } from 'node:path';
import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/logger.ts';
import { openStage } from '../../src/stage/open.ts';
import type { PageState } from '../../src/stage/page/state.ts';
import type { Stage } from '../../src/stage/stage.ts';
import type { StageVoiceServer } from '../../src/stage/voice/server.ts';

const root = resolve(import.meta.dirname, '../..');
let stage: Stage<StageVoiceServer>;
let client: Client;

beforeAll(async () => {
  stage = await openStage({ port: 0, root, logger: createLogger('silent') });
  client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: stage.apiBase } });
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isAutocomplete()) void interaction.respond([{ name: 'Tamil', value: 'ta' }]);
    if (interaction.isButton()) void interaction.update({ content: 'pressed', components: [] });
    if (!interaction.isChatInputCommand()) return;
    const photo = interaction.options.getAttachment('photo', true);
    void interaction.reply({
      content: `${photo.name} of ${photo.size} bytes, ${interaction.options.getString('language')}`,
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Press', custom_id: 'press' }] }],
      flags: MessageFlags.Ephemeral,
    });
  });
  const ready = new Promise((done) => client.once(Events.ClientReady, done));
  await client.login(stage.botToken);
  await ready;
  await client.application?.commands.create({
    name: 'mood',
    description: 'look',
    options: [
      { name: 'photo', description: 'a face', type: 11, required: true },
      { name: 'language', description: 'of the music', type: 3, autocomplete: true },
    ],
  });
});

afterAll(async () => {
  await client?.destroy();
  await stage?.close();
});

const stateOf = async (user = ''): Promise<PageState> =>
  (await fetch(`${stage.origin}/page/state?user=${user}`)).json() as Promise<PageState>;

const post = (path: string, body: object | FormData) =>
  fetch(`${stage.origin}${path}`, {
    method: 'POST',
    body: body instanceof FormData ? body : JSON.stringify(body),
  });

const messageOf = async (response: Response) => ((await response.json()) as { message: string }).message;

async function sendMood(userId: string, options: object = { language: 'ta' }): Promise<Response> {
  const form = new FormData();
  const channelId = stage.guild.textChannelId;
  form.set('payload_json', JSON.stringify({ userId, channelId, name: 'mood', options }));
  form.set('photo', new File(['12345'], 'me.jpg', { type: 'image/jpeg' }));
  return post('/page/command', form);
}

describe('page of the stage', () => {
  it('is served at / with everything it names, under a policy that lets nothing else in', async () => {
    const page = await fetch(`${stage.origin}/`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const html = await page.text();
    const named = [...html.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThanOrEqual(2);
    const { samples } = await stateOf();
    expect(samples).toHaveLength(4);
    for (const path of [...named, ...samples])
      expect((await fetch(`${stage.origin}${path}`)).status).toBe(200);
  });

  it('shows the guild, its channels, the commands and who can be played', async () => {
    const state = await stateOf();
    expect(state.channels.map(({ type }) => type)).toEqual(['text', 'voice']);
    expect(state.commands.map(({ name }) => name)).toContain('mood');
    expect(state.members.map(({ name }) => name)).toEqual(expect.arrayContaining(['Meera', 'Arun']));
  });

  it('sends a command with a photo; the reply is shown to its member alone, and its button works', async () => {
    const { me } = await stateOf('Meera');
    expect((await sendMood(me.id)).status).toBe(200);
    const message = (await stateOf('Meera')).messages.at(-1);
    expect(message?.content).toBe('me.jpg of 5 bytes, ta');
    expect((await stateOf('Arun')).messages).toEqual([]);
    await post('/page/component', { userId: me.id, messageId: message?.id, customId: 'press' });
    expect((await stateOf('Meera')).messages.at(-1)?.content).toBe('pressed');
  });

  it('asks for suggestions', async () => {
    const { me } = await stateOf();
    const body = {
      userId: me.id,
      channelId: stage.guild.textChannelId,
      name: 'mood',
      option: 'language',
      partial: 't',
    };
    expect(await (await post('/page/autocomplete', body)).json()).toEqual([{ name: 'Tamil', value: 'ta' }]);
  });

  it('streams each change as an event', async () => {
    const leaving = new AbortController();
    const events = await fetch(`${stage.origin}/page/events?user=Arun`, { signal: leaving.signal });
    const reader = (events.body as ReadableStream<Uint8Array>).getReader();
    const next = async () => Buffer.from((await reader.read()).value ?? []).toString();
    expect(await next()).toMatch(/^event: state\ndata: \{"guild"/);
    const { me } = await stateOf('Arun');
    await post('/page/voice', { userId: me.id, channelId: stage.guild.voiceChannelId });
    expect(await next()).toContain(`"${stage.guild.voiceChannelId}":["${me.id}"]`);
    leaving.abort();
    await post('/page/voice', { userId: me.id, channelId: null });
  });

  it('says why something cannot be done', async () => {
    const { me } = await stateOf();
    const wrong = await sendMood(me.id, { nothing: 1 });
    expect(wrong.status).toBe(400);
    expect(await messageOf(wrong)).toBe('The command has no such option (nothing).');
    const deaf = await fetch(`${stage.origin}/page/listen?user=${me.id}`);
    expect(await messageOf(deaf)).toContain('Join the voice channel first');
  });

  it('survives requests and handshakes whose target is no URL', async () => {
    const { port } = new URL(stage.origin);
    const voice = new URL(`https://${stage.voice.endpoint}`).port;
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const headers = { ...upgrade, 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    const ask = (send: typeof httpRequest, o: RequestOptions) =>
      new Promise<number | undefined>((done) => {
        const request = send({ host: '127.0.0.1', path: '//', ...o }, (response) => {
          response.resume();
          done(response.statusCode);
        });
        request.on('upgrade', (response, socket) => {
          socket.destroy();
          done(response.statusCode);
        });
        request.on('error', () => done(undefined));
        request.end();
      });
    expect(await ask(httpRequest, { port })).toBe(400);
    expect(await ask(httpRequest, { port, headers })).toBeUndefined();
    expect(await ask(httpsRequest, { port: voice, headers, rejectUnauthorized: false })).toBe(101);
    expect((await fetch(`${stage.origin}/`)).status).toBe(200);
  });

  it('answers only itself: another origin or host is refused', async () => {
    const foreign = await fetch(`${stage.origin}/page/state`, { headers: { origin: 'http://evil.example' } });
    expect(foreign.status).toBe(403);
    const { port } = new URL(stage.origin);
    const status = await new Promise<number | undefined>((done) => {
      const headers = { host: `rebound.example:${port}` };
      httpRequest({ host: '127.0.0.1', port, path: '/page/state', headers }, (response) => {
        response.resume();
        done(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});
