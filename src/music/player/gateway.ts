/**
 * A guild's way to the main gateway, made of the gateway's own events. discord.js's own (`guild.voiceAdapterCreator`)
 * gives news of the bot's seat only where the server also tells of the bot as a member, which no server has to.
 */
import { type Client, Events, GatewayDispatchEvents, type Guild, Status } from 'discord.js';
import type { DiscordGatewayAdapterCreator, VoiceServerData, VoiceStateData } from './voice.ts';

/** @param client logged in */
export function gatewayOf(client: Client, guild: Guild): DiscordGatewayAdapterCreator {
  return (methods) => {
    const onState = (state: VoiceStateData) => {
      if (state.guild_id === guild.id && state.user_id === client.user?.id) methods.onVoiceStateUpdate(state);
    };
    const onServer = (server: VoiceServerData) => {
      if (server.guild_id === guild.id) methods.onVoiceServerUpdate(server);
    };
    const onShardGone = (_: unknown, shardId: number) => {
      if (shardId === guild.shardId) methods.destroy();
    };
    client.ws.on(GatewayDispatchEvents.VoiceStateUpdate, onState);
    client.ws.on(GatewayDispatchEvents.VoiceServerUpdate, onServer);
    client.on(Events.ShardDisconnect, onShardGone);

    return {
      sendPayload(payload) {
        if (guild.shard.status !== Status.Ready) return false;
        guild.shard.send(payload);
        return true;
      },
      destroy() {
        client.ws.off(GatewayDispatchEvents.VoiceStateUpdate, onState);
        client.ws.off(GatewayDispatchEvents.VoiceServerUpdate, onServer);
        client.off(Events.ShardDisconnect, onShardGone);
      },
    };
  };
}
