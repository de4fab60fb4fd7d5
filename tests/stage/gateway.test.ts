import type { APIGatewayBotInfo, Client } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSilentStage } from '../../src/stage/index.ts';
import { logIn } from './bot.ts';
import { identify, openGateway, type RawGateway, raw } from './raw.ts';

type SilentStage = Awaited<ReturnType<typeof startSilentStage>>;

const isReady = (payload: RawGateway['payloads'][number]) => payload.t === 'READY';

describe('the gateway to a bare socket', () => {
  let stage: SilentStage;
  beforeEach(async () => {
    stage = await startSilentStage();
  });
  afterEach(() => stage.close());

  it('names its url and a high concurrency', async () => {
    const { body } = await raw<APIGatewayBotInfo>(stage, 'GET', '/gateway/bot');
    expect(body.url).toBe(`${stage.origin.replace('http', 'ws')}/gateway`);
    expect(body.session_start_limit.max_concurrency).toBeGreaterThan(1);
  });

  it.each([
    ['a wrong token', { token: 'nonsense' }, 4004],
    ['an unknown intent bit', { intents: 1 << 30 }, 4013],
    ['a privileged intent', { intents: 1 << 15 }, 4014],
    ['a shard that does not exist', { shard: [2, 2] }, 4010],
  ])('closes an IDENTIFY with %s', async (_what, change, code) => {
    const gateway = openGateway(stage);
    gateway.send(identify(stage, change));
    expect(await gateway.closed).toBe(code);
  });

  it.each([
    ['is no JSON', 'hello', 4002],
    ['is larger than 4096 bytes', { op: 3, d: { text: 'x'.repeat(4_096) } }, 4002],
    ['has an unknown opcode', { op: 77, d: {} }, 4001],
    ['comes before IDENTIFY', { op: 4, d: {} }, 4003],
  ])('closes on a payload that %s', async (_what, payload, code) => {
    const gateway = openGateway(stage);
    gateway.send(payload);
    expect(await gateway.closed).toBe(code);
  });

  it('closes on a second IDENTIFY, and on another version', async () => {
    const twice = openGateway(stage);
    twice.send(identify(stage));
    twice.send(identify(stage));
    expect(await twice.closed).toBe(4005);
    expect(await openGateway(stage, 'v=9&encoding=json').closed).toBe(4012);
  });

  it('takes 120 sends a minute and closes on the next', async () => {
    const gateway = openGateway(stage);
    gateway.send(identify(stage));
    for (let i = 0; i < 119; i += 1) gateway.send({ op: 3, d: {} });
    await gateway.next(isReady);
    gateway.send({ op: 1, d: null });
    expect(await gateway.closed).toBe(4008);
  });

  it('acknowledges heartbeats, and closes a client that stops beating', async () => {
    const quick = await startSilentStage({ heartbeatIntervalMs: 600 });
    const gateway = openGateway(quick);
    gateway.send(identify(quick));
    gateway.send({ op: 1, d: null });
    await gateway.next((payload) => payload.op === 11);
    expect(await gateway.closed).toBe(4009);
    await quick.close();
  });

  it('replays what was missed to a RESUME, in order and once', async () => {
    const first = openGateway(stage);
    first.send(identify(stage));
    const ready = await first.next(isReady);
    const { session_id } = ready.d as { session_id: string };
    await first.next((payload) => payload.t === 'GUILD_CREATE');
    first.terminate();
    await first.closed;
    const meera = stage.createUser('Meera');
    await meera.joinVoice(stage.guild.voiceChannelId);
    await meera.leaveVoice();
    const second = openGateway(stage);
    second.send({ op: 6, d: { token: stage.botToken, session_id, seq: 2 } });
    await second.next((payload) => payload.t === 'RESUMED');
    const missed = second.payloads.filter((payload) => payload.op === 0);
    expect(missed.map(({ t, s }) => [t, s])).toEqual([
      ['VOICE_STATE_UPDATE', 3],
      ['VOICE_STATE_UPDATE', 4],
      ['RESUMED', 5],
    ]);
    second.close();
  });

  it('answers op 9 to a RESUME of an unknown session or of the future', async () => {
    const gateway = openGateway(stage);
    gateway.send({ op: 6, d: { token: stage.botToken, session_id: 'nobody', seq: 1 } });
    expect((await gateway.next((payload) => payload.op === 9)).d).toBe(false);
    gateway.send(identify(stage));
    const { session_id } = (await gateway.next(isReady)).d as { session_id: string };
    gateway.terminate();
    await gateway.closed;
    const ahead = openGateway(stage);
    ahead.send({ op: 6, d: { token: stage.botToken, session_id, seq: 99 } });
    expect((await ahead.next((payload) => payload.op === 9)).d).toBe(false);
    ahead.close();
  });

  it('sends by intent, and others’ messages without their content', async () => {
    const plain = openGateway(stage);
    plain.send(identify(stage, { intents: 1 | (1 << 9) }));
    await plain.next(isReady);
    const meera = stage.createUser('Meera');
    await meera.joinVoice(stage.guild.voiceChannelId);
    meera.say(stage.guild.textChannelId, 'a secret');
    const message = await plain.next((payload) => payload.t === 'MESSAGE_CREATE');
    expect((message.d as { content: string }).content).toBe('');
    expect(plain.payloads.some((payload) => payload.t === 'VOICE_STATE_UPDATE')).toBe(false);
    plain.close();
  });

  it('gives the members that are asked for', async () => {
    const meera = stage.createUser('Meera');
    const gateway = openGateway(stage);
    gateway.send(identify(stage));
    gateway.send({ op: 8, d: { guild_id: stage.guild.id, user_ids: [meera.id, '1'], nonce: 'n' } });
    const chunk = await gateway.next((payload) => payload.t === 'GUILD_MEMBERS_CHUNK');
    expect(chunk.d).toMatchObject({ nonce: 'n', not_found: ['1'], members: [{ user: { id: meera.id } }] });
    gateway.close();
  });
});

describe('the gateway to discord.js', () => {
  let stage: SilentStage;
  let client: Client<true>;
  const debug: string[] = [];
  const start = async (heartbeatIntervalMs = 41_250) => {
    stage = await startSilentStage({ heartbeatIntervalMs });
    client = await logIn(stage, {
      prepare: (fresh) => fresh.on('debug', (line) => debug.push(line)).on('shardError', () => {}),
    });
  };
  afterEach(async () => {
    debug.length = 0;
    await client.destroy();
    await stage.close();
  });
  const resumed = () =>
    new Promise<number>((resolve) => client.once('shardResume', (_id, replayed) => resolve(replayed)));
  const voiceMoves = () =>
    new Promise<string | null>((resolve) =>
      client.once('voiceStateUpdate', (_old, fresh) => resolve(fresh.channelId)),
    );

  it.each([
    ['a forced close', () => stage.misbehave.gateway.close(4000)],
    ['a cut cable', () => stage.misbehave.gateway.cut()],
    ['op 7', () => stage.misbehave.gateway.reconnect()],
    ['a resumable op 9', () => stage.misbehave.gateway.invalidate(true)],
  ])('resumes after %s and hears what it missed', async (_what, misbehave) => {
    await start();
    const back = resumed();
    const move = voiceMoves();
    misbehave();
    await stage.createUser('Meera').joinVoice(stage.guild.voiceChannelId);
    await back;
    expect(await move).toBe(stage.guild.voiceChannelId);
  });

  it('identifies anew after an invalid session', async () => {
    await start();
    const readyAgain = new Promise<void>((resolve) => client.once('shardReady', () => resolve()));
    stage.misbehave.gateway.invalidate(false);
    await readyAgain;
    await stage.connected();
    expect(client.guilds.cache.has(stage.guild.id)).toBe(true);
  });

  it('is taken for a zombie when heartbeats are not acknowledged, and is resumed', async () => {
    await start(300);
    stage.misbehave.gateway.ignoreHeartbeats(true);
    const back = resumed();
    await expect
      .poll(() => debug.some((line) => line.includes('Zombie connection')), { timeout: 20_000 })
      .toBe(true);
    stage.misbehave.gateway.ignoreHeartbeats(false);
    await back;
  });

  it('comes back after refused connections, with a new session', async () => {
    await start();
    const readyAgain = new Promise<void>((resolve) => client.once('shardReady', () => resolve()));
    stage.misbehave.gateway.refuse(2);
    stage.misbehave.gateway.cut();
    await readyAgain;
    await stage.connected();
  });

  it('hears of guilds, channels and roles as they change', async () => {
    await start();
    const next = <T>(event: string) =>
      new Promise<T>((resolve) => client.once(event as 'channelCreate', (value) => resolve(value as T)));
    const created = next<{ name: string }>('channelCreate');
    const id = stage.guild.createChannel({ name: 'second', kind: 'voice' });
    expect((await created).name).toBe('second');
    const updated = next<unknown>('channelUpdate');
    stage.guild.setPermissions(id, 'bot', { deny: ['CONNECT'] });
    await updated;
    const me = client.guilds.cache.get(stage.guild.id)?.members.me;
    expect(me?.permissionsIn(id).has('Connect')).toBe(false);
    expect(me?.permissionsIn(id).has('Speak')).toBe(true);
    const role = next<unknown>('roleUpdate');
    stage.guild.setEveryonePermissions(['VIEW_CHANNEL']);
    stage.guild.setBotPermissions(['VIEW_CHANNEL']);
    await role;
    await expect.poll(() => me?.permissionsIn(id).has('Speak'), { timeout: 20_000 }).toBe(false);
    const gone = next<{ id: string }>('guildDelete');
    const { id: guildId } = stage.guild;
    stage.guild.removeBot();
    expect((await gone).id).toBe(guildId);
    const invited = next<{ name: string }>('guildCreate');
    stage.createGuild({ name: 'Another' });
    expect((await invited).name).toBe('Another');
  });
});
