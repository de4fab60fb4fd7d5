import { Buffer } from 'node:buffer';
import {
  ActionRowBuilder,
  type APIApplicationCommand,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  EmbedBuilder,
  type RESTPostAPIApplicationCommandsJSONBody,
  SlashCommandBuilder,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSilentStage } from '../../src/stage/index.ts';
import { logIn } from './bot.ts';

type SilentStage = Awaited<ReturnType<typeof startSilentStage>>;

const COMMANDS = [
  new SlashCommandBuilder()
    .setName('mood')
    .setDescription('Plays to a face')
    .addAttachmentOption((option) => option.setName('photo').setDescription('A selfie').setRequired(true))
    .addStringOption((option) =>
      option.setName('language').setDescription('Of the music').setAutocomplete(true),
    ),
  new SlashCommandBuilder()
    .setName('language')
    .setDescription('Saved for you')
    .addSubcommand((sub) =>
      sub
        .setName('set')
        .setDescription('Choose')
        .addStringOption((option) => option.setName('name').setDescription('Which').setRequired(true)),
    ),
].map((command): RESTPostAPIApplicationCommandsJSONBody => JSON.parse(JSON.stringify(command)));

describe('an unmodified discord.js client on the stage', () => {
  let stage: SilentStage;
  let client: Client<true>;

  beforeEach(async () => {
    stage = await startSilentStage();
    client = await logIn(stage);
  });
  afterEach(async () => {
    await client.destroy();
    await stage.close();
  });

  it('logs in and sees its guild, channels and role', async () => {
    const guild = client.guilds.cache.get(stage.guild.id);
    expect(guild?.channels.cache.map((channel) => channel.name)).toEqual(['general', 'Listening room']);
    expect(guild?.members.me?.permissionsIn(stage.guild.voiceChannelId).has(['Connect', 'Speak'])).toBe(true);
    expect(client.user.id).toBe(stage.applicationId);
    await client.application.fetch();
    expect(client.application.id).toBe(stage.applicationId);
  });

  it('registers commands and keeps their ids when they are put again', async () => {
    const first = await client.application.commands.set(COMMANDS);
    const second = await client.application.commands.set(COMMANDS);
    expect([...first.values()].map(({ name, id }) => ({ name, id }))).toEqual(
      [...second.values()].map(({ name, id }) => ({ name, id })),
    );
    const fetched = await client.application.commands.fetch();
    // As at Discord a global command comes back with the installation contexts filled in.
    const withContexts = COMMANDS.map((body) => ({ ...body, integration_types: [0] }));
    expect(
      fetched.every((command) => withContexts.some((body) => command.equals(body as APIApplicationCommand))),
    ).toBe(true);
  });

  it('answers a command with a deferral, an edit with an embed and a file, and a followup', async () => {
    await client.application.commands.set(COMMANDS);
    const photo = Buffer.from('not really a photo');
    client.on('interactionCreate', async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const attachment = interaction.options.getAttachment('photo', true);
      const response = await fetch(attachment.url);
      const bytes = Buffer.from(await response.arrayBuffer());
      await interaction.deferReply({ flags: 'Ephemeral' });
      await interaction.editReply({
        embeds: [new EmbedBuilder().setTitle('Seen').setImage('attachment://bars.png')],
        files: [new AttachmentBuilder(bytes, { name: 'bars.png' })],
      });
      await interaction.followUp({ content: `for ${interaction.user.username}` });
    });
    const meera = stage.createUser('Meera', { locale: 'hi' });
    const asha = stage.createUser('Asha');
    const interaction = meera.command({ channelId: stage.guild.textChannelId }, 'mood', {
      attachments: { photo: { name: 'me.jpg', bytes: photo } },
    });
    expect((await interaction.acknowledged()).kind).toBe('deferred');
    const reply = await interaction.reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.embeds[0]?.title).toBe('Seen');
    expect(Buffer.from(reply.attachments[0]?.bytes ?? [])).toEqual(photo);
    expect(reply.embeds[0]?.image?.url).toBe(reply.attachments[0]?.url);
    const followup = await interaction.nextFollowup();
    expect(followup.content).toBe('for meera');
    // An ephemeral reply is seen by its member alone.
    expect(meera.messages(stage.guild.textChannelId).map((m) => m.id)).toEqual([reply.id, followup.id]);
    expect(asha.messages(stage.guild.textChannelId).map((m) => m.id)).toEqual([followup.id]);
  });

  it('offers choices while an option is typed', async () => {
    await client.application.commands.set(COMMANDS);
    client.on('interactionCreate', async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const { name, value } = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${name}: ${value}`, value: 'ta' }]);
    });
    const meera = stage.createUser('Meera');
    const choices = await meera.autocomplete(
      { channelId: stage.guild.textChannelId },
      'mood',
      'language',
      'tam',
    );
    expect(choices).toEqual([{ name: 'language: tam', value: 'ta' }]);
  });

  it('updates the message of a button, then disables it', async () => {
    await client.application.commands.set(COMMANDS);
    const row = (disabled: boolean) =>
      new ActionRowBuilder<ButtonBuilder>().addComponents(
        new ButtonBuilder()
          .setCustomId('play:1')
          .setLabel('Play')
          .setStyle(ButtonStyle.Primary)
          .setDisabled(disabled),
      );
    client.on('interactionCreate', async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({
          content: interaction.options.getString('name', true),
          components: [row(false)],
        });
      else if (interaction.isButton())
        await interaction.update({ content: `was ${interaction.message.content}`, components: [row(true)] });
    });
    const meera = stage.createUser('Meera');
    const shown = meera.command({ channelId: stage.guild.textChannelId }, 'language', {
      subcommand: 'set',
      options: { name: 'tamil' },
    });
    const before = await shown.reply();
    expect(before.buttons.map((button) => button.customId)).toEqual(['play:1']);
    const after = await shown.click('play:1').reply();
    expect(after.id).toBe(before.id);
    expect(after.content).toBe('was tamil');
    expect((await shown.nextEdit()).content).toBe('was tamil');
    expect(() => shown.click('play:1')).toThrow(/disabled/);
  });
});
