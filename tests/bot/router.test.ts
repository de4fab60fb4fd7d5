import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBot } from '../../src/bot/bot.ts';
import { createClient } from '../../src/bot/client.ts';
import type { Registration } from '../../src/bot/registration.ts';
import { AppError } from '../../src/errors.ts';
import { openEyes } from '../../src/inference/eyes.ts';
import {
  type BotOnStage,
  isSettled,
  keepingLogger,
  shown,
  startBotOnStage,
  textOf,
} from '../support/bot-on-stage.ts';

const photo = { name: 'me.jpg', bytes: Buffer.from('never decoded here') };
const shelves = [{ mood: 'calm', language: 'en', count: 1 }] as const;
const minutes = (count: number) => count * 60_000;

describe('routing on the stage', { timeout: 30_000 }, () => {
  let on: BotOnStage;
  let now = 0;
  /** What the eyes do with the next photo. */
  let look: () => Promise<never>;
  let members = 0;

  beforeAll(async () => {
    on = await startBotOnStage({
      shelves,
      seconds: 2,
      eyes: { available: true, look: () => look(), explain: () => look() },
      now: () => now,
    });
  }, 60_000);
  afterAll(() => on.close());
  beforeEach(({ onTestFailed }) => {
    look = () => Promise.reject(new AppError('photo.no_face'));
    onTestFailed(() => on.tellLog());
  });

  const member = async (agreed = true) => {
    members += 1;
    const user = on.stage.createUser(`Router${members}`);
    if (agreed) await on.listeners.agree(user.id);
    return user;
  };
  const mood = (user: Awaited<ReturnType<typeof member>>) =>
    user.command(on.here, 'mood', { attachments: { photo } });

  it('registers once, and not again when nothing changed', async () => {
    expect(on.started.commands).toBe('registered');
    const client = createClient({ api: on.stage.apiBase, logger: on.logger });
    const { eyes, moodOf, library, listeners, jukebox, attachments, logger, random } = on;
    const services = { eyes, moodOf, library, listeners, jukebox, attachments, logger, random };
    const registrations = on.store.namespace<Registration>('registrations');
    const token = on.stage.botToken;
    const again = createBot({ ...services, registrations, client, token, now: () => now });
    expect((await again.start()).commands).toBe('unchanged');
    await again.stop();
    const puts = on.stage.requests.filter(
      ({ method, path }) => method === 'PUT' && path.includes('/commands'),
    );
    expect(puts).toHaveLength(1);
  });

  it('says what a wrong token is, without the token', async () => {
    const client = createClient({ api: on.stage.apiBase, logger: on.logger });
    const { eyes, moodOf, library, listeners, jukebox, attachments, logger, random } = on;
    const services = { eyes, moodOf, library, listeners, jukebox, attachments, logger, random };
    const registrations = on.store.namespace<Registration>('registrations');
    const token = 'c2VjcmV0.secret.secret';
    const bot = createBot({ ...services, registrations, client, token, now: () => now });
    const error = await bot.start().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bot.login_failed' });
    expect(String(error)).not.toContain('secret');
    await bot.stop();
  });

  it('answers a button that is too old, and keeps its message', async () => {
    const command = mood(await member());
    const menu = await command.reply();
    now += minutes(16);
    const pressed = command.select(menu.selects[0]?.customId ?? '', ['calm']);
    const answer = await pressed.nextFollowup();
    expect(answer.content).toContain('This message is too old: its buttons work for 15 minutes');
    expect(answer.ephemeral).toBe(true);
    expect(command.message?.content).toBe(menu.content);
  });

  it('answers consent that comes after the photo is forgotten, and remembers the consent', async () => {
    const user = await member(false);
    const command = mood(user);
    await command.reply();
    now += minutes(15);
    const answer = await command.click('consent:agree').reply();
    expect(answer.buttons).toEqual([]);
    expect(answer.content).toContain('for 15 minutes at most, and this one is gone');
    expect((await on.listeners.profile(user.id)).consent).toBeDefined();
  });

  it('answers a command that is no longer there', async () => {
    await on.client.application?.commands.create({ name: 'gone', description: 'From another time' });
    const reply = await (await member()).command(on.here, 'gone').reply();
    expect(reply.content).toContain('I do not know this command');
    expect(reply.ephemeral).toBe(true);
  });

  it('turns the unexpected into a sentence with a reference that the log has too', async () => {
    look = () => Promise.reject(new TypeError('x is not a function'));
    const reply = await mood(await member()).reply();
    const [, reference] = /\*\*([0-9a-f]{6})\*\*/.exec(reply.content) ?? [];
    expect(reply.content).toContain('Something went wrong on my side');
    expect(reply.content).not.toContain('function');
    const line = on.logger.lines.find(
      ({ fields }) => (fields as { reference?: string })?.reference === reference,
    );
    expect(line).toMatchObject({ level: 'error', fields: { command: 'mood' } });
    expect(JSON.stringify(line?.fields)).toContain('TypeError: x is not a function');
  });

  it('logs no token and no reply of a request that Discord refuses', async () => {
    on.stage.misbehave.rest({ method: 'PATCH', path: /webhooks/, fault: { kind: 'status', status: 400 } });
    await mood(await member())
      .reply()
      .catch(() => undefined);
    const { token } = [...on.stage.world.interactions.values()].at(-1) ?? { token: '?' };
    await expect.poll(() => on.logger.lines.at(-1)?.message).toMatch(/failed|did not arrive/);
    const log = JSON.stringify(on.logger.lines);
    expect(log).not.toContain(token);
    expect(log).not.toContain('allowed_mentions');
  });

  it('frees the member after a failure', async () => {
    const user = await member();
    look = () => Promise.reject(new TypeError('once'));
    expect((await mood(user).reply()).content).toContain('went wrong');
    look = () => Promise.reject(new AppError('photo.no_face'));
    expect((await mood(user).reply()).content).toContain('I see no face');
  });

  it('survives an interaction that Discord has given up', async () => {
    on.stage.misbehave.rest({ path: /callback/, fault: { kind: 'delay', ms: 3_500 } });
    const late = mood(await member());
    await expect(late.reply()).rejects.toMatchObject({ code: 'stage.no_response' });
    await expect
      .poll(() => on.logger.lines.map(({ message }) => message), { timeout: 5_000 })
      .toContain('an interaction is gone');
    expect(textOf(await (await member()).command(on.here, 'help').reply())).toContain('/mood');
  });

  it('retries when Discord stumbles', async () => {
    on.stage.misbehave.rest({ path: /callback/, fault: { kind: 'status', status: 502 } });
    expect(textOf(await (await member()).command(on.here, 'help').reply())).toContain('/mood');
  });

  it('announces in order, one at a time, and drops the oldest of a backlog', async () => {
    const { createAnnouncer } = await import('../../src/bot/announcer.ts');
    const announcer = createAnnouncer({ client: on.client, logger: on.logger });
    const { id: guildId, voiceChannelId: channelId } = on.stage.guild;
    on.stage.misbehave.rest({ method: 'POST', path: /messages/, fault: { kind: 'delay', ms: 500 } });
    const [track] = on.library.shelf('calm', 'en');
    if (track === undefined) throw new Error('no track');
    for (let id = 1; id <= 20; id++) {
      const item = { id, track: { ...track, title: `Piece ${id}` }, requestedBy: '1' };
      announcer.announce({ type: 'track-started', guildId, channelId, item });
    }
    await announcer.idle();
    const read = (await member()).messages(channelId).map(textOf);
    expect(read.map((text) => /Piece \d+/.exec(text)?.[0])).toEqual(
      [1, 16, 17, 18, 19, 20].map((id) => `Piece ${id}`),
    );
  });
});

const shut = () => Promise.reject(new AppError('eyes.unavailable'));

describe('a store in trouble', { timeout: 30_000 }, () => {
  let on: BotOnStage;
  afterEach(() => on.close());

  it('that never answers does not hold up a reply', async () => {
    on = await startBotOnStage({
      shelves,
      seconds: 2,
      eyes: { available: false, look: shut, explain: shut },
      alter: ({ listeners }) => ({
        listeners: { ...listeners, profile: () => new Promise(() => undefined) },
      }),
    });
    const help = on.stage.createUser('Patient').command(on.here, 'help');
    expect((await help.acknowledged()).afterMs).toBeLessThan(3_000);
  });

  it('is told to the member, each kind with its own sentence', async () => {
    let code = 'store.full';
    on = await startBotOnStage({
      shelves,
      seconds: 2,
      eyes: { available: false, look: shut, explain: shut },
      alter: ({ listeners }) => ({
        listeners: { ...listeners, setLanguage: () => Promise.reject(new AppError(code)) },
      }),
    });
    const user = on.stage.createUser('Saver');
    const set = () =>
      user.command(on.here, 'language', { subcommand: 'set', options: { language: 'tamil' } }).reply();
    expect((await set()).content).toContain('The disk that I save to is full');
    code = 'store.corrupt';
    expect((await set()).content).toContain('My store is damaged');
    code = 'store.unavailable';
    expect((await set()).content).toContain('cannot reach my store');
  });
});

describe('without models', { timeout: 60_000 }, () => {
  let on: BotOnStage;
  let empty: string;
  afterEach(async () => {
    await on.close();
    await rm(empty, { recursive: true, force: true });
  });

  it('says so and lets the member choose the mood, which plays', async () => {
    empty = await mkdtemp(join(tmpdir(), 'ragamala-no-models-'));
    const eyes = await openEyes({ modelsFolder: empty, logger: keepingLogger() });
    on = await startBotOnStage({ eyes, shelves });
    const user = on.stage.createUser('Anu');
    await on.listeners.agree(user.id);
    await user.joinVoice(on.stage.guild.voiceChannelId);
    const bytes = await readFile(join(import.meta.dirname, '../fixtures/faces/034-neutral.jpg'));
    const command = user.command(on.here, 'mood', { attachments: { photo: { name: 'me.jpg', bytes } } });
    const reply = await command.reply();
    expect(reply.content).toContain('a model file is missing or damaged');
    expect(reply.content).toContain('npm run doctor');
    const playing = await shown(command.select(reply.selects[0]?.customId ?? '', ['calm']), isSettled);
    expect(textOf(playing)).toContain('You chose **calm**');
    expect(textOf(playing)).toContain('Playing in');
  });
});
