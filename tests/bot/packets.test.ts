import {
  type ChatInputCommandInteraction,
  Events,
  type Interaction,
  type MessageComponentInteraction,
} from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../src/bot/client.ts';
import { keepingLogger } from '../support/bot-on-stage.ts';

const client = createClient({ api: 'http://127.0.0.1:1/api', logger: keepingLogger() });
afterEach(() => client.removeAllListeners(Events.InteractionCreate));

const shard = { id: 0, checkReady() {} };

/** As @discordjs/ws hands packets to discord.js: the event first, then the handler. */
function dispatch(t: string, d: object): void {
  const { ws } = client as unknown as {
    ws: {
      emit(t: string, d: object, shard: number): void;
      handlePacket(p: object, shard: object): void;
      status: number;
    };
  };
  ws.status = 0; // ready
  ws.emit(t, d, 0);
  ws.handlePacket({ op: 0, t, s: 1, d }, shard);
}

function interactionOf(fields: object): Interaction | undefined {
  let seen: Interaction | undefined;
  client.once(Events.InteractionCreate, (interaction) => {
    seen = interaction;
  });
  const member = { user: { id: '5', username: 'meera' } };
  dispatch('INTERACTION_CREATE', {
    id: '77',
    token: 't',
    version: 1,
    guild_id: '2',
    member,
    ...fields,
  });
  return seen;
}

describe('packets that leave out what Discord sends', () => {
  it('are enough to log in with', () => {
    dispatch('READY', { v: 10, user: { id: '1', username: 'bot' }, guilds: [], session_id: 's' });
    expect(client.application?.id).toBe('1');
  });

  it('are enough for a command', () => {
    const command = interactionOf({ type: 2, channel_id: '3', data: { id: '9', name: 'mood' } });
    expect(command?.isChatInputCommand()).toBe(true);
    const { commandName, user, locale, channelId, applicationId } = command as ChatInputCommandInteraction;
    expect({ commandName, user: user.id, locale, channelId, applicationId }).toEqual({
      commandName: 'mood',
      user: '5',
      locale: 'en-US',
      channelId: '3',
      applicationId: '1',
    });
  });

  it.each([{ message: { id: '8', channel_id: '3' } }, { message: {} }, {}])(
    'are enough for a button: %j',
    (fields) => {
      const pressed = interactionOf({
        type: 3,
        data: { custom_id: 'consent:agree', component_type: 2 },
        ...fields,
      });
      expect(pressed?.isButton()).toBe(true);
      const { customId, message } = pressed as MessageComponentInteraction;
      expect(customId).toBe('consent:agree');
      expect(message.embeds).toEqual([]);
      expect(message.interactionMetadata).toBeNull();
    },
  );

  it('keep what they do say', () => {
    const command = interactionOf({
      type: 2,
      locale: 'hi',
      channel: { id: '4' },
      channel_id: '3',
      data: { id: '9', name: 'mood', type: 1 },
    });
    expect(command?.locale).toBe('hi');
    expect(command?.channelId).toBe('4');
  });
});
