/**
 * The guilds' way to the main gateway, made of the gateway's own events. discord.js's own (`guild.voiceAdapterCreator`)
 * gives news of the bot's seat only where the server also tells of the bot as a member, which no server has to.
 */
import { type Client, Events, GatewayDispatchEvents, type Guild, Status } from 'discord.js';
import type { DiscordGatewayAdapterCreator, VoiceServerData, VoiceStateData } from './voice.ts';

export interface Gateways {
  of(guild: Guild): DiscordGatewayAdapterCreator;
  close(): void;
}

/** Listens once for all guilds: a client may be in thousands. */
export function createGateways(client: Client): Gateways {
  const seats = new Map<string, { guild: Guild; methods: Parameters<DiscordGatewayAdapterCreator>[0] }>();

  const onState = (state: VoiceStateData) => {
    if (state.user_id === client.user?.id) seats.get(state.guild_id ?? '')?.methods.onVoiceStateUpdate(state);
  };
  const onServer = (server: VoiceServerData) =>
    seats.get(server.guild_id)?.methods.onVoiceServerUpdate(server);
  const onShardGone = (_: unknown, shardId: number) => {
    for (const { guild, methods } of seats.values()) if (guild.shardId === shardId) methods.destroy();
  };
  client.ws.on(GatewayDispatchEvents.VoiceStateUpdate, onState);
  client.ws.on(GatewayDispatchEvents.VoiceServerUpdate, onServer);
  client.on(Events.ShardDisconnect, onShardGone);

  return {
    of: (guild) => (methods) => {
      seats.set(guild.id, { guild, methods });
      return {
        sendPayload(payload) {
          if (guild.shard.status !== Status.Ready) return false;
          guild.shard.send(payload);
          return true;
        },
        destroy() {
          if (seats.get(guild.id)?.methods === methods) seats.delete(guild.id);
        },
      };
    },
    close() {
      client.ws.off(GatewayDispatchEvents.VoiceStateUpdate, onState);
      client.ws.off(GatewayDispatchEvents.VoiceServerUpdate, onServer);
      client.off(Events.ShardDisconnect, onShardGone);
    },
  };
}
