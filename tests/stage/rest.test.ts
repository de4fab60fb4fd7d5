import type { APIApplicationCommand, APIMessage } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSilentStage } from '../../src/stage/index.ts';
import { faultsAt, type Refusal, raw } from './raw.ts';

type SilentStage = Awaited<ReturnType<typeof startSilentStage>>;

const command = (change: object = {}) => ({ name: 'mood', description: 'Plays to a face', ...change });
const option = (change: object = {}) => ({
  type: 3,
  name: 'language',
  description: 'Of the music',
  ...change,
});
const many = (count: number, make: (index: number) => object) =>
  Array.from({ length: count }, (_unused, index) => make(index));
const text = (length: number) => 'x'.repeat(length);

let stage: SilentStage;
beforeEach(async () => {
  stage = await startSilentStage();
});
afterEach(() => stage.close());

const commandsPath = () => `/applications/${stage.applicationId}/commands`;
const messagesPath = () => `/channels/${stage.guild.textChannelId}/messages`;

describe('registering commands', () => {
  it.each<[string, object, (string | number)[], string]>([
    ['an upper-case name', command({ name: 'Mood' }), ['name'], 'APPLICATION_COMMAND_INVALID_NAME'],
    ['a name with a space', command({ name: 'my mood' }), ['name'], 'APPLICATION_COMMAND_INVALID_NAME'],
    ['a name of 33', command({ name: text(33) }), ['name'], 'BASE_TYPE_BAD_LENGTH'],
    ['no name', { description: 'x' }, ['name'], 'BASE_TYPE_REQUIRED'],
    ['no description', { name: 'mood' }, ['description'], 'BASE_TYPE_REQUIRED'],
    ['a description of 101', command({ description: text(101) }), ['description'], 'BASE_TYPE_BAD_LENGTH'],
    [
      'an unknown locale',
      command({ name_localizations: { ta: 'x' } }),
      ['name_localizations', 'ta'],
      'ENUM_TYPE_COERCE',
    ],
    [
      '26 options',
      command({ options: many(26, (i) => option({ name: `o${i}` })) }),
      ['options'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      '26 choices',
      command({ options: [option({ choices: many(26, (i) => ({ name: `c${i}`, value: 'v' })) })] }),
      ['options', 0, 'choices'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a required option after an optional one',
      command({ options: [option(), option({ name: 'other', required: true })] }),
      ['options', 1],
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'two options of one name',
      command({ options: [option(), option()] }),
      ['options', 1, 'name'],
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      'autocomplete together with choices',
      command({ options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] }),
      ['options', 0, 'choices'],
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID',
    ],
    [
      'a subcommand beside a plain option',
      command({ options: [{ type: 1, name: 'set', description: 'x' }, option()] }),
      ['options'],
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'an unknown option type',
      command({ options: [option({ type: 12 })] }),
      ['options', 0, 'type'],
      'NUMBER_TYPE_MAX',
    ],
    [
      'more than 8,000 characters',
      command({
        options: many(25, (i) =>
          option({ name: `o${i}`, choices: many(4, (j) => ({ name: text(50), value: `${j}${text(30)}` })) }),
        ),
      }),
      ['options'],
      'APPLICATION_COMMAND_TOO_LARGE',
    ],
  ])('refuses %s', async (_what, body, path, code) => {
    const { status, body: answer } = await raw(stage, 'PUT', commandsPath(), [body]);
    expect([status, answer.code]).toEqual([400, 50035]);
    expect(faultsAt(answer, [0, ...path])).toContain(code);
  });

  it('refuses two commands of one name, and names every fault at once', async () => {
    const twice = await raw(stage, 'PUT', commandsPath(), [command(), command()]);
    expect(faultsAt(twice.body, [1])).toEqual(['APPLICATION_COMMANDS_DUPLICATE_NAME']);
    const faulty = await raw(stage, 'PUT', commandsPath(), [command({ name: 'A', description: '' })]);
    expect(Object.keys(faulty.body.errors?.[0] ?? {})).toEqual(['name', 'description']);
  });

  it('takes names of other scripts, and gives back what it registered', async () => {
    const { status, body } = await raw<APIApplicationCommand>(
      stage,
      'POST',
      commandsPath(),
      command({ name: 'मनोदशा' }),
    );
    expect([status, body.name, body.application_id]).toEqual([200, 'मनोदशा', stage.applicationId]);
    const path = `${commandsPath()}/${body.id}`;
    const patched = await raw<APIApplicationCommand>(stage, 'PATCH', path, { description: 'other' });
    expect([patched.body.id, patched.body.description]).toEqual([body.id, 'other']);
    expect((await raw(stage, 'DELETE', path)).status).toBe(204);
    expect((await raw(stage, 'GET', path)).body.code).toBe(10063);
    expect((await raw(stage, 'GET', commandsPath())).body).toEqual([]);
  });

  it('keeps a guild’s commands apart and shows them before the global ones', async () => {
    await raw(stage, 'PUT', commandsPath(), [command({ description: 'global' })]);
    const inGuild = `/applications/${stage.applicationId}/guilds/${stage.guild.id}/commands`;
    await raw(stage, 'PUT', inGuild, [command({ description: 'local' })]);
    const meera = stage.createUser('Meera');
    expect(meera.commands(stage.guild.textChannelId).map((c) => c.description)).toEqual(['local']);
  });

  it('leaves the dictionaries out of a list unless they are asked for', async () => {
    await raw(stage, 'PUT', commandsPath(), [command({ name_localizations: { hi: 'मनोदशा' } })]);
    const list = async (query: string) =>
      (await raw<APIApplicationCommand[]>(stage, 'GET', `${commandsPath()}${query}`)).body[0];
    expect(await list('?with_localizations=true')).toMatchObject({ name_localizations: { hi: 'मनोदशा' } });
    expect(await list('')).not.toHaveProperty('name_localizations');
  });

  it('refuses another application’s', async () => {
    expect((await raw(stage, 'GET', '/applications/1/commands')).body.code).toBe(20012);
  });
});

const button = (id: string, change: object = {}) => ({
  type: 2,
  style: 1,
  label: 'Play',
  custom_id: id,
  ...change,
});
const row = (...components: object[]) => ({ type: 1, components });
const select = (change: object = {}) => ({
  type: 3,
  custom_id: 'menu',
  options: [{ label: 'a', value: 'a' }],
  ...change,
});

describe('posting a message', () => {
  it.each<[string, object, (string | number)[], string]>([
    ['content of 2,001', { content: text(2_001) }, ['content'], 'BASE_TYPE_MAX_LENGTH'],
    ['11 embeds', { embeds: many(11, () => ({ title: 'x' })) }, ['embeds'], 'BASE_TYPE_MAX_LENGTH'],
    [
      'an embed title of 257',
      { embeds: [{ title: text(257) }] },
      ['embeds', 0, 'title'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'an embed description of 4,097',
      { embeds: [{ description: text(4_097) }] },
      ['embeds', 0, 'description'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      '26 fields',
      { embeds: [{ fields: many(26, () => ({ name: 'n', value: 'v' })) }] },
      ['embeds', 0, 'fields'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a field name of 257',
      { embeds: [{ fields: [{ name: text(257), value: 'v' }] }] },
      ['embeds', 0, 'fields', 0, 'name'],
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a field value of 1,025',
      { embeds: [{ fields: [{ name: 'n', value: text(1_025) }] }] },
      ['embeds', 0, 'fields', 0, 'value'],
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'embeds of 6,001 together',
      { embeds: [{ description: text(3_000) }, { description: text(3_001) }] },
      ['embeds'],
      'MAX_EMBED_SIZE_EXCEEDED',
    ],
    [
      'an image that is no URL',
      { embeds: [{ image: { url: 'x' } }] },
      ['embeds', 0, 'image', 'url'],
      'URL_TYPE_INVALID_URL',
    ],
    [
      'six rows',
      { content: 'x', components: many(6, (i) => row(button(`b${i}`))) },
      ['components'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'six buttons in a row',
      { content: 'x', components: [row(...many(6, (i) => button(`b${i}`)))] },
      ['components', 0, 'components'],
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a menu beside a button',
      { content: 'x', components: [row(button('b'), select())] },
      ['components', 0, 'components'],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    [
      'one custom id twice',
      { content: 'x', components: [row(button('b')), row(button('b'))] },
      ['components', 1, 'components', 0, 'custom_id'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a custom id of 101',
      { content: 'x', components: [row(button(text(101)))] },
      ['components', 0, 'components', 0, 'custom_id'],
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a label of 81',
      { content: 'x', components: [row(button('b', { label: text(81) }))] },
      ['components', 0, 'components', 0, 'label'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a menu of 26',
      {
        content: 'x',
        components: [row(select({ options: many(26, (i) => ({ label: 'l', value: `v${i}` })) }))],
      },
      ['components', 0, 'components', 0, 'options'],
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a placeholder of 151',
      { content: 'x', components: [row(select({ placeholder: text(151) }))] },
      ['components', 0, 'components', 0, 'placeholder'],
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a bare button',
      { content: 'x', components: [button('b')] },
      ['components', 0, 'type'],
      'BASE_TYPE_CHOICES',
    ],
  ])('refuses %s', async (_what, body, path, code) => {
    const { status, body: answer } = await raw(stage, 'POST', messagesPath(), body);
    expect([status, answer.code]).toEqual([400, 50035]);
    expect(faultsAt(answer, path)).toContain(code);
  });

  it('takes what is exactly at the limits', async () => {
    const { status } = await raw(stage, 'POST', messagesPath(), {
      content: text(2_000),
      embeds: [
        { title: text(256), description: text(4_096), fields: [{ name: text(256), value: text(1_024) }] },
      ],
      components: many(5, (r) => row(...many(5, (b) => button(`${r}.${b}`)))),
    });
    expect(status).toBe(200);
  });

  it('refuses an empty one, also when an edit empties it', async () => {
    expect((await raw(stage, 'POST', messagesPath(), { content: ' ' })).body.code).toBe(50006);
    const { body } = await raw<APIMessage>(stage, 'POST', messagesPath(), { content: 'x' });
    expect((await raw(stage, 'PATCH', `${messagesPath()}/${body.id}`, { content: '' })).body.code).toBe(
      50006,
    );
  });

  const form = (payload: object, ...files: Uint8Array<ArrayBuffer>[]) => {
    const data = new FormData();
    data.append('payload_json', JSON.stringify(payload));
    for (const [i, bytes] of files.entries())
      data.append(`files[${i}]`, new Blob([bytes], { type: 'image/png' }), `f ${i}.png`);
    return data;
  };

  it('stores files, keeps and drops them at an edit, and refuses too many or too large ones', async () => {
    const posted = await raw<APIMessage>(
      stage,
      'POST',
      messagesPath(),
      form({ attachments: [{ id: '0', description: 'first' }] }, new Uint8Array([1, 2]), new Uint8Array([3])),
    );
    const [first, second] = posted.body.attachments;
    if (!first || !second) throw new Error('two files were sent');
    expect([first.filename, first.description, first.size, first.content_type]).toEqual([
      'f_0.png',
      'first',
      2,
      'image/png',
    ]);
    expect(new Uint8Array(await (await fetch(second.url)).arrayBuffer())).toEqual(new Uint8Array([3]));
    const path = `${messagesPath()}/${posted.body.id}`;
    const edited = await raw<APIMessage>(stage, 'PATCH', path, {
      content: 'x',
      attachments: [{ id: second.id }],
    });
    expect(edited.body.attachments.map((a) => a.id)).toEqual([second.id]);

    const eleven = await raw(stage, 'POST', messagesPath(), form({}, ...Array(11).fill(new Uint8Array([1]))));
    expect(eleven.body.code).toBe(50035);
    const half = new Uint8Array(6 * 1_048_576);
    const large = await raw(stage, 'POST', messagesPath(), form({}, half, half));
    expect([large.status, large.body.code]).toEqual([413, 40005]);
  });

  it('refuses a body that is no JSON or beyond all limits', async () => {
    const send = (body: string | Uint8Array<ArrayBuffer>) =>
      fetch(`${stage.apiBase}/v10${messagesPath()}`, {
        method: 'POST',
        headers: { authorization: `Bot ${stage.botToken}`, 'content-type': 'application/json' },
        body,
      });
    expect(await (await send('{')).json()).toMatchObject({ code: 50109 });
    expect((await send(new Uint8Array(27 * 1_048_576))).status).toBe(413);
  });
});

describe('permissions in a channel', () => {
  it.each<[string, object | undefined, ('VIEW_CHANNEL' | 'SEND_MESSAGES' | 'EMBED_LINKS')[], number]>([
    ['an unseen channel', { content: 'x' }, ['VIEW_CHANNEL'], 50001],
    ['a channel to read only', { content: 'x' }, ['SEND_MESSAGES'], 50013],
    ['a channel without embeds', { embeds: [{ title: 'x' }] }, ['EMBED_LINKS'], 50013],
  ])('refuses to post to %s', async (_what, body, deny, code) => {
    stage.guild.setPermissions(stage.guild.textChannelId, 'bot', { deny });
    const answer = await raw(stage, 'POST', messagesPath(), body);
    expect([answer.status, answer.body.code]).toEqual([403, code]);
  });

  it('follows Discord’s order: roles, then the member’s own overwrite', async () => {
    const { textChannelId } = stage.guild;
    stage.guild.setPermissions(textChannelId, 'everyone', { deny: ['SEND_MESSAGES'] });
    expect((await raw(stage, 'POST', messagesPath(), { content: 'x' })).body.code).toBe(50013);
    stage.guild.setPermissions(textChannelId, 'bot', { allow: ['SEND_MESSAGES'] });
    expect((await raw(stage, 'POST', messagesPath(), { content: 'x' })).status).toBe(200);
    const meera = stage.createUser('Meera');
    expect(() => meera.say(textChannelId, 'x')).toThrow(/may not write/);
  });

  it('lets the bot write to the text chat of a voice channel, edit its own and read', async () => {
    const path = `/channels/${stage.guild.voiceChannelId}/messages`;
    const meera = stage.createUser('Meera');
    const seen = meera.nextMessage(stage.guild.voiceChannelId);
    const { body } = await raw<APIMessage>(stage, 'POST', path, { content: 'now playing' });
    expect((await seen).content).toBe('now playing');
    expect((await raw<APIMessage>(stage, 'GET', `${path}/${body.id}`)).body.content).toBe('now playing');
    const theirs = meera.say(stage.guild.voiceChannelId, 'nice');
    expect((await raw(stage, 'PATCH', `${path}/${theirs.id}`, { content: 'x' })).body.code).toBe(50005);
    expect((await raw<APIMessage[]>(stage, 'GET', `${path}?limit=1`)).body.map((m) => m.id)).toEqual([
      theirs.id,
    ]);
    expect((await raw(stage, 'DELETE', `${path}/${body.id}`)).status).toBe(204);
    expect((await raw(stage, 'GET', `${path}/${body.id}`)).body.code).toBe(10008);
  });
});

describe('everything else that is asked for', () => {
  it('answers guilds, channels, members, users and voice states', async () => {
    const { id, voiceChannelId } = stage.guild;
    const meera = stage.createUser('Meera');
    const get = async (path: string) => (await raw<object>(stage, 'GET', path)).body;
    expect(await get(`/guilds/${id}`)).toMatchObject({ name: 'Ragamala' });
    expect(await get(`/guilds/${id}/channels`)).toHaveLength(2);
    expect(await get(`/guilds/${id}/members/${meera.id}`)).toMatchObject({ user: { id: meera.id } });
    expect(await get(`/users/${meera.id}`)).toMatchObject({ global_name: 'Meera' });
    expect(await get(`/guilds/${id}/voice-states/${meera.id}`)).toMatchObject({ code: 10065 });
    await meera.joinVoice(voiceChannelId);
    expect(await get(`/guilds/${id}/voice-states/${meera.id}`)).toMatchObject({ channel_id: voiceChannelId });
    expect(await get(`/channels/${voiceChannelId}`)).toMatchObject({ type: 2 });
    expect(await get('/oauth2/applications/@me')).toMatchObject({ id: stage.applicationId });
  });

  it.each([
    ['/guilds/1', 10004],
    ['/channels/1', 10003],
    ['/users/1', 10013],
    ['/nowhere', 0],
    ['/users/%E0%A4', 10013],
  ])('has no %s', async (path, code) => {
    const { status, body } = await raw(stage, 'GET', path);
    expect([status, body.code]).toEqual([404, code]);
  });

  it('wants the right token', async () => {
    const { status, body } = await raw(stage, 'GET', '/users/@me', undefined, { authorization: 'Bot x' });
    expect([status, body.message]).toEqual([401, '401: Unauthorized']);
  });

  it('limits each bucket, tells so in headers, and 50 requests a second over all', async () => {
    // The clock stands still, so that a slow machine sends everything in one second.
    const still = await startSilentStage({ now: () => Date.UTC(2026, 0, 1) });
    const path = `/channels/${still.guild.textChannelId}/messages`;
    const post = () => raw<Refusal & { global?: boolean }>(still, 'POST', path, { content: 'x' });
    const first = await post();
    expect(first.headers.get('x-ratelimit-limit')).toBe('5');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('4');
    const five = await Promise.all(Array.from({ length: 5 }, post));
    const refused = five.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.body).toMatchObject({ global: false, retry_after: 5 });
    expect(refused[0]?.headers.get('retry-after')).toBe('5.000');
    const burst = await Promise.all(
      Array.from({ length: 60 }, () => raw<object>(still, 'GET', '/users/@me')),
    );
    // 6 of the 50 were the messages.
    const over = burst.filter((answer) => answer.status === 429);
    expect(over).toHaveLength(16);
    expect(over[0]?.body).toMatchObject({ global: true });
    expect(over[0]?.headers.get('x-ratelimit-global')).toBe('true');
    await still.close();
  });

  it('makes fresh tokens and certificates at each start, and keeps to 127.0.0.1', async () => {
    const other = await startSilentStage();
    expect(other.botToken).not.toBe(stage.botToken);
    expect(other.certificatePem).not.toBe(stage.certificatePem);
    expect(other.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await other.close();
  });

  it('says so when the port is taken', async () => {
    const port = Number(new URL(stage.origin).port);
    await expect(startSilentStage({ port })).rejects.toMatchObject({ code: 'stage.port_taken' });
  });
});
