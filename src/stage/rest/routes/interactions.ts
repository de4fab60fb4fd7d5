/** First answers, and the webhook of an interaction's token: followups, edits, deletions. */
import { FLAG } from '../../protocol/numbers.ts';
import { readMessage } from '../../rules/message.ts';
import {
  answerInteraction,
  answerOf,
  deleteAnswer,
  editAnswer,
  followUp,
  interactionOfToken,
} from '../../world/interactions.ts';
import { apiMessage } from '../../world/messages.ts';
import type { Interaction } from '../../world/state.ts';
import { bodyOf } from '../../world/state.ts';
import type { Call, Route } from '../router.ts';

const WEBHOOK_BUCKET = { limit: 5, windowMs: 2_000 };
const MESSAGE_PATH = '/webhooks/:application/:token/messages/:message';

function interactionOf({ world, param }: Call): Interaction {
  return interactionOfToken(world, param('application'), param('token'));
}

function answer(call: Call): unknown {
  const { world, param, body, parts, query } = call;
  const { interaction, type, message } = answerInteraction(world, param('id'), param('token'), body, parts);
  if (query.get('with_response') !== 'true') return undefined;
  const flags = message ? bodyOf(message).flags : 0;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.what.type,
      ...(message
        ? {
            response_message_id: message.id,
            response_message_loading: (flags & FLAG.LOADING) !== 0,
            response_message_ephemeral: (flags & FLAG.EPHEMERAL) !== 0,
          }
        : {}),
    },
    ...(message ? { resource: { type, message: apiMessage(world, message) } } : {}),
  };
}

export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/:id/:token/callback',
    open: true,
    bucket: { limit: 1_000, windowMs: 1_000 },
    run: answer,
  },
  {
    method: 'POST',
    path: '/webhooks/:application/:token',
    open: true,
    bucket: WEBHOOK_BUCKET,
    run: (call) =>
      apiMessage(call.world, followUp(call.world, interactionOf(call), readMessage(call.body, call.parts))),
  },
  {
    method: 'GET',
    path: MESSAGE_PATH,
    open: true,
    bucket: WEBHOOK_BUCKET,
    run: (call) => apiMessage(call.world, answerOf(call.world, interactionOf(call), call.param('message'))),
  },
  {
    method: 'PATCH',
    path: MESSAGE_PATH,
    open: true,
    bucket: WEBHOOK_BUCKET,
    run: (call) => {
      const input = readMessage(call.body, call.parts);
      return apiMessage(
        call.world,
        editAnswer(call.world, interactionOf(call), call.param('message'), input),
      );
    },
  },
  {
    method: 'DELETE',
    path: MESSAGE_PATH,
    open: true,
    bucket: WEBHOOK_BUCKET,
    run: (call) => deleteAnswer(call.world, interactionOf(call), call.param('message')),
  },
];
