import {
  type APIMessage,
  type ChatInputCommandInteraction,
  type Client,
  DiscordAPIError,
  type Interaction,
  ModalBuilder,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSilentStage } from '../../src/stage/index.ts';
import type { StageMember } from '../../src/stage/member/member.ts';
import { logIn } from './bot.ts';
import { faultsAt, type Refusal, raw } from './raw.ts';

type SilentStage = Awaited<ReturnType<typeof startSilentStage>>;

const COMMANDS = [
  new SlashCommandBuilder().setName('go').setDescription('Goes'),
  new SlashCommandBuilder()
    .setName('pick')
    .setDescription('Picks')
    .addStringOption((o) =>
      o.setName('mood').setDescription('m').setRequired(true).addChoices({ name: 'Happy', value: 'happy' }),
    )
    .addIntegerOption((o) => o.setName('count').setDescription('c').setMinValue(1).setMaxValue(5))
    .addUserOption((o) => o.setName('who').setDescription('w'))
    .addStringOption((o) => o.setName('search').setDescription('s').setAutocomplete(true)),
  new SlashCommandBuilder()
    .setName('photo')
    .setDescription('Looks')
    .addAttachmentOption((o) =>
      o.setName('image').setDescription('i').setRequired(true).setFileTypes('image', '.heic'),
    ),
  new SlashCommandBuilder().setName('admin').setDescription('Closed').setDefaultMemberPermissions(0),
].map((command) => command.toJSON());

let stage: SilentStage;
let client: Client<true>;
let meera: StageMember;
let where: { channelId: string };
/** Milliseconds by which the stage's clock runs ahead. */
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  stage = await startSilentStage({ now: () => Date.now() + ahead });
  client = await logIn(stage);
  await client.application.commands.set(COMMANDS);
  meera = stage.createUser('Meera');
  where = { channelId: stage.guild.textChannelId };
});
afterEach(async () => {
  await client.destroy();
  await stage.close();
});

/** The next command, as the bot gets it, with nothing answered yet. */
function nextInteraction<T extends Interaction = ChatInputCommandInteraction>(): Promise<T> {
  return new Promise((resolve) =>
    client.once('interactionCreate', (interaction) => resolve(interaction as T)),
  );
}

async function sent(name = 'go') {
  const arrived = nextInteraction();
  const mine = meera.command(where, name);
  return { mine, theirs: await arrived };
}

/** What the bot was refused with. */
async function refusal(attempt: Promise<unknown>): Promise<{ status: number; code: number | string }> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscordAPIError)) throw new Error(`expected a refusal, received ${String(error)}`);
  return { status: error.status, code: error.code };
}

describe('the first response', () => {
  it('is refused after three seconds, and the member is told', async () => {
    const { mine, theirs } = await sent();
    const failed = expect(mine.reply()).rejects.toMatchObject({ code: 'stage.no_response' });
    ahead = 3_100;
    expect(await refusal(theirs.reply('late'))).toEqual({ status: 404, code: 10062 });
    await failed;
  });

  it('counts once: a second is refused, whatever its kind', async () => {
    const { theirs } = await sent();
    await theirs.reply('one');
    const callback = `/interactions/${theirs.id}/${theirs.token}/callback`;
    for (const type of [4, 5]) {
      const { status, body } = await raw(stage, 'POST', callback, { type, data: { content: 'two' } });
      expect([status, body.code]).toEqual([400, 40060]);
    }
  });

  it('needs the token, and a type that fits the interaction', async () => {
    const { theirs } = await sent();
    const wrong = await raw(stage, 'POST', `/interactions/${theirs.id}/wrong/callback`, { type: 5 });
    expect(wrong.body.code).toBe(10062);
    const callback = `/interactions/${theirs.id}/${theirs.token}/callback`;
    for (const type of [7, 8, 99]) {
      const { body } = await raw(stage, 'POST', callback, { type, data: { choices: [] } });
      expect(faultsAt(body, ['type'])).toEqual(['BASE_TYPE_CHOICES']);
    }
    const empty = await raw(stage, 'POST', callback, { type: 4, data: {} });
    expect(empty.body.code).toBe(50006);
    // What was refused was no response: another may follow.
    await theirs.reply('now');
  });

  it('gives the message when it is asked for', async () => {
    const { theirs } = await sent();
    const response = await theirs.deferReply({ withResponse: true, flags: 'Ephemeral' });
    expect(response.interaction).toMatchObject({
      responseMessageLoading: true,
      responseMessageEphemeral: true,
    });
    expect(response.resource?.message?.flags.has('Loading')).toBe(true);
  });

  it('takes no more than 25 choices of 100 characters', async () => {
    const arrived = nextInteraction();
    const offered = meera.autocomplete(where, 'pick', 'search', 'x');
    const { id, token } = await arrived;
    const callback = `/interactions/${id}/${token}/callback`;
    const answer = (choices: object[]) => raw(stage, 'POST', callback, { type: 8, data: { choices } });
    const many = await answer(Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` })));
    expect(faultsAt(many.body, ['data', 'choices'])).toEqual(['BASE_TYPE_MAX_LENGTH']);
    const long = await answer([{ name: 'x'.repeat(101), value: 'v' }]);
    expect(faultsAt(long.body, ['data', 'choices', 0, 'name'])).toEqual(['BASE_TYPE_BAD_LENGTH']);
    const number = await answer([{ name: 'x', value: 1 }]);
    expect(faultsAt(number.body, ['data', 'choices', 0, 'value'])).toEqual(['STRING_TYPE_CONVERT']);
    expect((await answer([{ name: 'x', value: 'v' }])).status).toBe(204);
    expect(await offered).toEqual([{ name: 'x', value: 'v' }]);
  });
});

describe('the token', () => {
  it('opens no webhook before the first response', async () => {
    const { theirs } = await sent();
    const path = `/webhooks/${stage.applicationId}/${theirs.token}`;
    expect((await raw(stage, 'POST', path, { content: 'x' })).body.code).toBe(10015);
    expect((await raw(stage, 'POST', `/webhooks/1/${theirs.token}`, { content: 'x' })).body.code).toBe(10015);
  });

  it('is void after fifteen minutes', async () => {
    const { theirs } = await sent();
    await theirs.deferReply();
    ahead = 14 * 60_000;
    await theirs.editReply('still');
    ahead = 15 * 60_000 + 1_000;
    expect(await refusal(theirs.editReply('late'))).toEqual({ status: 401, code: 50027 });
    const path = `/webhooks/${stage.applicationId}/nonsense`;
    expect((await raw(stage, 'POST', path, { content: 'x' })).body.code).toBe(50027);
  });

  it('reads, edits and deletes the original and followups, and nothing else', async () => {
    const { mine, theirs } = await sent();
    await theirs.reply('one');
    expect((await mine.reply()).content).toBe('one');
    const followup = await theirs.followUp('two');
    await theirs.editReply({ message: followup, content: 'two!' });
    expect((await mine.nextFollowup()).id).toBe(followup.id);
    expect(mine.followups[0]?.content).toBe('two!');
    const base = `/webhooks/${stage.applicationId}/${theirs.token}/messages`;
    expect((await raw<APIMessage>(stage, 'GET', `${base}/@original`)).body.content).toBe('one');
    const stranger = meera.say(where.channelId, 'hello');
    expect((await raw(stage, 'PATCH', `${base}/${stranger.id}`, { content: 'x' })).body.code).toBe(10008);
    await theirs.deleteReply(followup);
    await theirs.deleteReply();
    expect(mine.message).toBeUndefined();
    expect(mine.followups).toEqual([]);
    expect(await refusal(theirs.fetchReply())).toEqual({ status: 404, code: 10008 });
  });

  it('lets a first followup fill the deferral', async () => {
    const { mine, theirs } = await sent();
    await theirs.deferReply();
    expect(mine.message?.loading).toBe(true);
    await raw(stage, 'POST', `/webhooks/${stage.applicationId}/${theirs.token}`, { content: 'filled' });
    const reply = await mine.reply();
    expect([reply.content, reply.loading]).toEqual(['filled', false]);
    expect(mine.followups).toEqual([]);
  });

  it('skips no edit, however fast they come', async () => {
    const { mine, theirs } = await sent();
    await theirs.reply('0');
    for (const content of ['1', '2']) await theirs.editReply(content);
    expect((await mine.reply()).content).toBe('0');
    expect((await mine.nextEdit()).content).toBe('1');
    expect((await mine.nextEdit()).content).toBe('2');
    await expect(mine.nextEdit({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'stage.timeout' });
    await expect(mine.nextEdit({ signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
  });
});

describe('components and modals', () => {
  const menu = (change: object = {}) => ({
    type: 1 as const,
    components: [
      {
        type: 3 as const,
        custom_id: 'correct',
        options: [
          { label: 'Sad', value: 'sad' },
          { label: 'Calm', value: 'calm' },
        ],
        ...change,
      },
    ],
  });

  it('send what was chosen, if it is offered', async () => {
    const { mine, theirs } = await sent();
    await theirs.reply({ content: 'which?', components: [menu()], flags: 'Ephemeral' });
    const { id } = await mine.reply();
    const arrived = nextInteraction<Extract<Interaction, { values: string[] }>>();
    mine.select('correct', ['calm']);
    const chosen = await arrived;
    expect(chosen.values).toEqual(['calm']);
    expect(chosen.message.id).toBe(id);
    expect(() => mine.select('correct', ['angry'])).toThrow(/does not offer/);
    expect(() => mine.select('correct', ['calm', 'sad'])).toThrow(/expected 1 to 1/);
    expect(() => mine.click('correct')).toThrow(/menus selected/);
    expect(() => mine.click('nothing')).toThrow(/no such component/);
    // Another member does not even see it.
    expect(() => stage.createUser('Asha').select(id, 'correct', ['calm'])).toThrow(/no such message/);
  });

  it('may be deferred, and the edit then updates the message', async () => {
    const { mine, theirs } = await sent();
    await theirs.reply({ content: 'which?', components: [menu()] });
    await mine.reply();
    const arrived = nextInteraction<Extract<Interaction, { values: string[] }>>();
    const choice = mine.select('correct', ['sad']);
    const chosen = await arrived;
    await chosen.deferUpdate();
    expect((await choice.acknowledged()).kind).toBe('updating');
    await chosen.editReply({ content: 'sad, then', components: [] });
    const reply = await choice.reply();
    expect([reply.id, reply.content, reply.selects]).toEqual([mine.message?.id, 'sad, then', []]);
  });

  it('open a form and send it back', async () => {
    const { mine, theirs } = await sent();
    const input = new TextInputBuilder().setCustomId('why').setStyle(TextInputStyle.Short).setLabel('Why');
    const form = new ModalBuilder()
      .setCustomId('form')
      .setTitle('Tell')
      .addComponents({ type: 1, components: [input.toJSON()] });
    await theirs.showModal(form);
    const modal = await mine.modal();
    expect([modal.title, modal.inputIds]).toEqual(['Tell', ['why']]);
    const arrived = nextInteraction<Extract<Interaction, { fields: unknown }>>();
    const answer = modal.submit({ why: 'because' });
    const submitted = await arrived;
    await submitted.reply(submitted.fields.getTextInputValue('why'));
    expect((await answer.reply()).content).toBe('because');
    const { body } = await raw<Refusal>(
      stage,
      'POST',
      `/interactions/${theirs.id}/${theirs.token}/callback`,
      {
        type: 9,
      },
    );
    expect(body.code).toBe(40060);
  });
});

describe('what a Discord client would not send', () => {
  const image = { name: 'me.jpg', bytes: new Uint8Array([1]) };
  it.each<[string, () => unknown, RegExp]>([
    ['an unknown command', () => meera.command(where, 'nothing'), /no such command/],
    ['a missing option', () => meera.command(where, 'pick'), /required option is missing/],
    [
      'a value that is no choice',
      () => meera.command(where, 'pick', { options: { mood: 'x' } }),
      /expected one of/,
    ],
    [
      'a number out of range',
      () => meera.command(where, 'pick', { options: { mood: 'happy', count: 6 } }),
      /at most 5/,
    ],
    ['an unknown option', () => meera.command(where, 'go', { options: { mood: 'happy' } }), /no such option/],
    [
      'a file of another type',
      () => meera.command(where, 'photo', { attachments: { image: { ...image, name: 'a.txt' } } }),
      /files of this type/,
    ],
    ['a command for moderators', () => meera.command(where, 'admin'), /may not use this command/],
    ['an unknown subcommand', () => meera.command(where, 'go', { subcommand: 'x' }), /no such subcommand/],
  ])('%s', (_what, attempt, why) => {
    expect(attempt).toThrow(why);
  });

  it('nor a file beyond the member’s limit, nor anything to a channel the member does not see', () => {
    const small = stage.createUser('Asha', { uploadLimitBytes: 10 });
    const large = { ...image, bytes: new Uint8Array(11) };
    expect(() => small.command(where, 'photo', { attachments: { image: large } })).toThrow(/too large/);
    stage.guild.setPermissions(where.channelId, { userId: small.id }, { deny: ['VIEW_CHANNEL'] });
    expect(() => small.command(where, 'go')).toThrow(/does not see/);
    expect(() => small.messages(where.channelId)).toThrow(/does not see/);
  });

  it('but options, ids and files arrive resolved', async () => {
    const arrived = nextInteraction();
    meera.locale = 'hi';
    meera.command(where, 'pick', { options: { mood: 'happy', count: 2, who: meera.id } });
    const { options, locale, memberPermissions } = await arrived;
    expect([options.getString('mood'), options.getInteger('count')]).toEqual(['happy', 2]);
    expect(options.getUser('who')?.globalName).toBe('Meera');
    expect([locale, memberPermissions?.has('Connect')]).toEqual(['hi', true]);
    const looked = nextInteraction();
    meera.command(where, 'photo', { attachments: { image } });
    expect((await looked).options.getAttachment('image')).toMatchObject({
      name: 'me.jpg',
      contentType: 'image/jpeg',
      size: 1,
      ephemeral: true,
    });
  });
});
