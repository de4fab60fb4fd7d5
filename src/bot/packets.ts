/**
 * What Discord always sends and other servers of the protocol may leave out, filled in before discord.js reads it: it
 * takes these fields for granted, and a packet that it cannot read would be lost.
 */
import { type Client, GatewayDispatchEvents } from 'discord.js';

/** The fields of an interaction that are looked at here (docs, "Interaction Structure"). */
interface InteractionPacket {
  id: string;
  type: number;
  application_id?: string;
  channel_id?: string;
  channel?: { id: string };
  locale?: string;
  entitlements?: unknown[];
  authorizing_integration_owners?: object;
  data?: { type?: number };
  message?: { id?: string; channel_id?: string };
}

interface ReadyPacket {
  user: { id: string };
  application?: { id: string };
}

const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const CHAT_INPUT = 1;

/** Completes packets in place; discord.js hands them here first. */
export function completePackets(client: Client): void {
  client.ws.on(GatewayDispatchEvents.Ready, completeReady);
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (packet: InteractionPacket) => {
    if (client.application !== null) packet.application_id ??= client.application.id;
    completeInteraction(packet);
  });
}

/** A bot's application has its user's id, but for bots of Discord's first years. */
function completeReady(packet: ReadyPacket): void {
  packet.application ??= { id: packet.user.id };
}

function completeInteraction(packet: InteractionPacket): void {
  packet.locale ??= 'en-US';
  packet.entitlements ??= [];
  packet.authorizing_integration_owners ??= {};
  if (packet.channel === undefined && packet.channel_id !== undefined)
    packet.channel = { id: packet.channel_id };
  if (packet.data !== undefined && (packet.type === COMMAND || packet.type === AUTOCOMPLETE))
    packet.data.type ??= CHAT_INPUT;
  if (packet.type === COMPONENT) {
    packet.message ??= {};
    packet.message.id ??= packet.id;
  }
}
