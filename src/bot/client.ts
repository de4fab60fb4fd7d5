import { Client, Events, GatewayIntentBits, Options } from 'discord.js';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { completePackets } from './packets.ts';

/**
 * A Discord client that asks for no privileged intent, pings nobody and never lets an error event end the process.
 * @param o.api base URL of the API without a version, e.g. https://discord.com/api
 */
export function createClient(o: { api: string; logger: Logger }): Client {
  const { logger } = o;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
    rest: { api: o.api, timeout: 15_000, retries: 3 },
    allowedMentions: { parse: [] },
    // Guilds that are unavailable, or that another server never describes, do not hold up the start.
    waitGuildTimeout: 5_000,
    // Voice states are what we live on; messages and members are not read from the cache.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      GuildMemberManager: {
        maxSize: 1_000,
        keepOverLimit: (member) => member.id === member.client.user.id || member.voice.channelId !== null,
      },
    }),
  });
  completePackets(client);
  client.on(Events.Error, (error) => logger.error('discord client', { error }));
  client.on(Events.Warn, (message) => logger.warn('discord client', { message }));
  client.on(Events.ShardError, (error, shard) =>
    logger.warn('gateway connection', { shard, error: messageOf(error) }),
  );
  client.on(Events.ShardReconnecting, (shard) => logger.info('gateway reconnecting', { shard }));
  client.on(Events.ShardResume, (shard) => logger.info('gateway resumed', { shard }));
  client.on(Events.Invalidated, () => logger.error('discord ended the session for good: check the token'));
  client.rest.on('rateLimited', (limit) =>
    logger.warn('rate limited', {
      route: limit.route,
      global: limit.global,
      retryAfterMs: limit.timeToReset,
    }),
  );
  return client;
}
