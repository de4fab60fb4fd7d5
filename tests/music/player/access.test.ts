/** What a server told of the bot's permissions, and what follows from it. */
import { ChannelType, Client, Guild, PermissionsBitField } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { missingPermission, requireAccess } from '../../../src/music/player/access.ts';

const [GUILD, BOT, MEMBER, VOICE] = ['10', '1', '20', '12'];
const ALL = new PermissionsBitField(['ViewChannel', 'Connect', 'Speak']).bitfield;
const EVERYTHING = String(ALL);

/** A guild as discord.js makes it of the gateway's GUILD_CREATE. */
function guildOf(fields: {
  everyone?: string;
  knowsBot?: boolean;
  overwrites?: object[];
  channels?: object[];
}): Guild {
  const { everyone, knowsBot = true, overwrites, channels } = fields;
  const client = new Client({ intents: [] });
  client.user = { id: BOT } as NonNullable<typeof client.user>;
  const voice = { id: VOICE, type: ChannelType.GuildVoice, name: 'Voice' };
  return Reflect.construct(Guild, [
    client,
    {
      id: GUILD,
      name: 'Lean',
      roles: everyone === undefined ? [] : [{ id: GUILD, name: '@everyone', permissions: everyone }],
      channels: channels ?? [
        overwrites === undefined ? voice : { ...voice, permission_overwrites: overwrites },
      ],
      members: knowsBot ? [{ user: { id: BOT, username: 'bot', bot: true }, roles: [] }] : [],
      voice_states: [{ user_id: MEMBER, channel_id: VOICE, session_id: 's' }],
    },
  ]);
}
const deny = (name: 'Connect' | 'Speak') => [
  { id: BOT, type: 1, allow: '0', deny: String(new PermissionsBitField(name).bitfield) },
];

describe('access to a voice channel', () => {
  it('is granted where everything needed is', () => {
    expect(requireAccess(guildOf({ everyone: EVERYTHING }), VOICE)).toBeUndefined();
  });

  it('is refused where something is known to be missing', () => {
    const guild = guildOf({ everyone: EVERYTHING, overwrites: deny('Speak') });
    expect(() => requireAccess(guild, VOICE)).toThrow(
      expect.objectContaining({
        code: 'player.missing_permission',
        context: { permission: 'Speak', channelId: VOICE },
      }),
    );
  });

  it.each([
    ['the bot as a member', { everyone: EVERYTHING, knowsBot: false }],
    ['the roles', {}],
    ['either', { knowsBot: false }],
  ])('is tried where the server does not tell of %s', (_what, fields) => {
    expect(requireAccess(guildOf({ ...fields, overwrites: deny('Connect') }), VOICE)).toBeUndefined();
  });

  it('is tried where no role has any permission, which would then explain that we are not let in', () => {
    const guild = guildOf({ everyone: '0' });
    expect(requireAccess(guild, VOICE)).toMatchObject({
      code: 'player.missing_permission',
      context: { permission: 'ViewChannel' },
    });
    const channel = guild.channels.cache.get(VOICE);
    if (channel === undefined) throw new Error('no channel');
    expect(missingPermission(channel, ['EmbedLinks'])).toEqual({ permission: 'EmbedLinks', certain: false });
  });

  it('is tried in a channel that only a member in it tells of', () => {
    const guild = guildOf({ everyone: EVERYTHING, channels: [] });
    expect(requireAccess(guild, VOICE)).toMatchObject({ code: 'player.channel_gone' });
    expect(() => requireAccess(guild, '13')).toThrow(
      expect.objectContaining({ code: 'player.channel_gone' }),
    );
  });
});
