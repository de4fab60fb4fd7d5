/** Channels and their messages, the text chat of voice channels included; permissions decide. */
import { ApiError } from '../../protocol/errors.ts';
import type { PermissionName } from '../../protocol/permissions.ts';
import { readMessage } from '../../rules/message.ts';
import { may } from '../../world/access.ts';
import { holdsMessages } from '../../world/guilds.ts';
import { apiMessage, deleteMessage, editMessage, postMessage } from '../../world/messages.ts';
import { apiChannel } from '../../world/render.ts';
import type { Channel, Guild, Message } from '../../world/state.ts';
import { findChannel } from '../../world/state.ts';
import type { Call, Route } from '../router.ts';
import { found } from '../router.ts';

const POST_BUCKET = { limit: 5, windowMs: 5_000 };

/** @throws ApiError 10003 none such, 50001 not to be seen, 50013 another permission lacks */
function channelOf(call: Call, ...permissions: PermissionName[]): { guild: Guild; channel: Channel } {
  const place = found(findChannel(call.world, call.param('channel')), 10003);
  const me = call.world.application.id;
  if (!may(place.guild, me, place.channel, 'VIEW_CHANNEL')) throw new ApiError(50001);
  if (!may(place.guild, me, place.channel, ...permissions)) throw new ApiError(50013);
  return place;
}

/** A message that the application can see by its id; ephemeral ones are reached by their interaction alone. */
function messageOf(call: Call, channel: Channel): Message {
  const message = call.world.messages.get(call.param('message'));
  if (message === undefined || message.channelId !== channel.id || message.onlyFor !== null)
    throw new ApiError(10008);
  return message;
}

function post(call: Call) {
  const { world } = call;
  const { channel } = channelOf(call, 'SEND_MESSAGES');
  if (!holdsMessages(channel)) throw new ApiError(50008);
  const input = readMessage(call.body, call.parts);
  if (input.uploads.length > 0) channelOf(call, 'ATTACH_FILES');
  if (input.embeds && input.embeds.length > 0) channelOf(call, 'EMBED_LINKS');
  const type = input.repliesTo === undefined ? 0 : 19;
  return apiMessage(world, postMessage(world, { channel, authorId: world.application.id, input, type }));
}

function edit(call: Call) {
  const { channel } = channelOf(call);
  const message = messageOf(call, channel);
  if (message.authorId !== call.world.application.id) throw new ApiError(50005);
  editMessage(call.world, message, readMessage(call.body, call.parts));
  return apiMessage(call.world, message);
}

function remove(call: Call): undefined {
  const { channel } = channelOf(call);
  const message = messageOf(call, channel);
  if (message.authorId !== call.world.application.id) channelOf(call, 'MANAGE_MESSAGES');
  deleteMessage(call.world, message);
  return undefined;
}

function list(call: Call) {
  const { channel } = channelOf(call, 'READ_MESSAGE_HISTORY');
  const limit = Math.min(100, Math.max(1, Number(call.query.get('limit') ?? 50) || 50));
  const before = BigInt(call.query.get('before') ?? 2n ** 63n);
  const after = BigInt(call.query.get('after') ?? 0);
  return [...call.world.messages.values()]
    .filter((m) => m.channelId === channel.id && m.onlyFor === null)
    .filter((m) => BigInt(m.id) < before && BigInt(m.id) > after)
    .reverse()
    .slice(0, limit)
    .map((m) => apiMessage(call.world, m));
}

export const channelRoutes: readonly Route[] = [
  { method: 'GET', path: '/channels/:channel', run: (call) => apiChannel(channelOf(call).channel) },
  { method: 'GET', path: '/channels/:channel/messages', run: list },
  { method: 'POST', path: '/channels/:channel/messages', bucket: POST_BUCKET, run: post },
  {
    method: 'GET',
    path: '/channels/:channel/messages/:message',
    run: (call) => {
      const { channel } = channelOf(call, 'READ_MESSAGE_HISTORY');
      return apiMessage(call.world, messageOf(call, channel));
    },
  },
  { method: 'PATCH', path: '/channels/:channel/messages/:message', bucket: POST_BUCKET, run: edit },
  { method: 'DELETE', path: '/channels/:channel/messages/:message', bucket: POST_BUCKET, run: remove },
  { method: 'POST', path: '/channels/:channel/typing', run: (call) => void channelOf(call, 'SEND_MESSAGES') },
];
