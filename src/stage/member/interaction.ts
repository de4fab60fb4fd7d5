/** An interaction from the side of the member who started it: waits for what the application answers. */
import type { APIMessageComponentInteractionData, APIModalSubmission } from 'discord.js';
import { AppError } from '../../errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import { COMPONENT, FLAG, INTERACTION } from '../protocol/numbers.ts';
import { inputIds } from '../rules/modal.ts';
import { createInteraction } from '../world/interactions.ts';
import type { Interaction, InteractionState, Message, World } from '../world/state.ts';
import { bodyOf } from '../world/state.ts';
import { type Place, refused, resolveId } from './command-data.ts';
import { type MessageView, partsOf, viewOf } from './message-view.ts';
import { type OnChange, timeout, until, type WaitOptions } from './waiting.ts';

/** Time for an answer that was deferred; the machine may be busy. */
const REPLY_TIMEOUT_MS = 30_000;
/** An answer at the last moment is still on its way. */
const GRACE_MS = 250;

export interface ModalView {
  readonly customId: string;
  readonly title: string;
  readonly inputIds: readonly string[];
  /** Sends the form back; absent inputs are empty. */
  submit(values: Readonly<Record<string, string>>): MemberInteraction;
}

export interface MemberInteraction {
  readonly id: string;
  /**
   * The application's first response, a deferral included, and how long it took.
   * @throws AppError `stage.no_response` after 3 s
   */
  acknowledged(o?: WaitOptions): Promise<{ kind: InteractionState['kind']; afterMs: number }>;
  /**
   * The first message with content: the reply, the filled deferral, or the message a button updated. What follows a
   * deferred update as a message of its own comes from `nextFollowup`.
   * @throws AppError `stage.no_response` after 3 s without a response, `stage.timeout` when a deferral stays empty
   */
  reply(o?: WaitOptions): Promise<MessageView>;
  /** The next edit after what `reply` or `nextEdit` gave last; none is skipped. */
  nextEdit(o?: WaitOptions): Promise<MessageView>;
  /** The next followup; none is skipped. */
  nextFollowup(o?: WaitOptions): Promise<MessageView>;
  modal(o?: WaitOptions): Promise<ModalView>;
  /** The reply as it is now; undefined before it and after its deletion. */
  readonly message: MessageView | undefined;
  readonly followups: readonly MessageView[];
  /** Presses a button of the reply. @throws AppError `stage.refused` when it is not there or disabled */
  click(customId: string): MemberInteraction;
  select(customId: string, values: readonly string[]): MemberInteraction;
}

export interface MemberContext {
  readonly world: World;
  readonly onChange: OnChange;
  readonly userId: string;
}

export function followInteraction(
  context: MemberContext,
  place: Place,
  interaction: Interaction,
): MemberInteraction {
  const { world, onChange } = context;
  const source = 'messageId' in interaction.what ? interaction.what.messageId : null;
  // What of an updated message is news: whatever came after the click.
  const known = source === null ? undefined : world.messages.get(source)?.history.length;
  let seen = -1;
  let followupsSeen = 0;

  const original = (): Message | undefined =>
    'messageId' in interaction.state ? world.messages.get(interaction.state.messageId) : undefined;

  const firstRevision = (message: Message): number =>
    interaction.state.kind === 'updating'
      ? (known ?? 0)
      : message.history.findIndex((body) => !(body.flags & FLAG.LOADING));

  const acknowledged: MemberInteraction['acknowledged'] = (o = {}) => {
    const limit = LIMIT.firstResponseMs + GRACE_MS;
    return until(
      onChange,
      () =>
        interaction.state.kind === 'waiting'
          ? undefined
          : { kind: interaction.state.kind, afterMs: interaction.state.at - interaction.createdAt },
      {
        timeoutMs: limit,
        ...o,
        late: () => new AppError('stage.no_response', { said: 'The application did not respond' }),
      },
    );
  };

  const edits = (from: () => number | undefined, what: string, o: WaitOptions): Promise<MessageView> =>
    until(
      onChange,
      () => {
        const message = original();
        const revision = from();
        if (message === undefined || revision === undefined || revision < 0) return undefined;
        if (revision >= message.history.length) return undefined;
        seen = revision;
        return viewOf(world, message, revision);
      },
      {
        timeoutMs: REPLY_TIMEOUT_MS,
        ...o,
        late: () => timeout(what, o.timeoutMs ?? REPLY_TIMEOUT_MS),
      },
    );

  const current = (): Message => {
    const message = original();
    if (message === undefined) throw refused('there is no reply to click on');
    return message;
  };

  return {
    id: interaction.id,
    acknowledged,
    async reply(o = {}) {
      await acknowledged(o.signal ? { signal: o.signal } : {});
      return edits(
        () => {
          const message = original();
          return message && firstRevision(message);
        },
        'a reply',
        o,
      );
    },
    nextEdit: (o = {}) => edits(() => seen + 1, 'an edit of the reply', o),
    nextFollowup: (o = {}) =>
      until(
        onChange,
        () => {
          const id = interaction.followupIds[followupsSeen];
          const message = id === undefined ? undefined : world.messages.get(id);
          if (message === undefined) return undefined;
          followupsSeen += 1;
          return viewOf(world, message);
        },
        {
          timeoutMs: REPLY_TIMEOUT_MS,
          ...o,
          late: () => timeout('a followup', o.timeoutMs ?? REPLY_TIMEOUT_MS),
        },
      ),
    async modal(o = {}) {
      await acknowledged(o);
      const { state } = interaction;
      if (state.kind !== 'modal')
        throw new AppError('stage.timeout', { expected: 'a modal', received: state.kind });
      const { custom_id: customId, title } = state.modal;
      const ids = inputIds(state.modal);
      return {
        customId,
        title,
        inputIds: ids,
        submit: (values) => submitModal(context, place, customId, ids, values, source),
      };
    },
    get message() {
      const message = original();
      return message && viewOf(world, message);
    },
    get followups() {
      return interaction.followupIds.flatMap((id) => {
        const message = world.messages.get(id);
        return message ? [viewOf(world, message)] : [];
      });
    },
    click: (customId) => useComponent(context, place, current(), customId),
    select: (customId, values) => useComponent(context, place, current(), customId, values),
  };
}

const RESOLVED_KINDS: Readonly<Record<number, readonly ('user' | 'role' | 'channel')[]>> = {
  [COMPONENT.USER_SELECT]: ['user'],
  [COMPONENT.ROLE_SELECT]: ['role'],
  [COMPONENT.MENTIONABLE_SELECT]: ['user', 'role'],
  [COMPONENT.CHANNEL_SELECT]: ['channel'],
};

/**
 * Presses a button, or with values chooses from a menu.
 * @throws AppError `stage.refused` when it is not on the message now, disabled, a link, or the values do not fit
 */
export function useComponent(
  context: MemberContext,
  place: Place,
  message: Message,
  customId: string,
  values?: readonly string[],
): MemberInteraction {
  const { world, userId } = context;
  if (message.onlyFor !== null && message.onlyFor !== userId)
    throw refused('the message is for another member only');
  const parts = bodyOf(message).components.flatMap((row) => partsOf(row));
  const part = parts.find((one) => one.custom_id === customId);
  if (part === undefined) {
    const there = parts.map((one) => String(one.custom_id ?? one.url)).join(' ') || 'none';
    throw refused('the message has no such component', { customId, there });
  }
  if (part.disabled === true) throw refused('the component is disabled', { customId });
  const isButton = part.type === COMPONENT.BUTTON;
  if (isButton !== (values === undefined))
    throw refused('buttons are clicked, menus selected from', { customId });
  const resolved: Record<string, Record<string, object>> = {};
  if (values !== undefined) {
    const [min, max] = [Number(part.min_values ?? 1), Number(part.max_values ?? 1)];
    if (values.length < min || values.length > max)
      throw refused(`expected ${min} to ${max} values`, { customId, received: values.length });
    const kinds = RESOLVED_KINDS[Number(part.type)];
    const offered = Array.isArray(part.options) ? part.options : [];
    for (const value of values) {
      const there = kinds
        ? resolveId(world, place, value, kinds, resolved)
        : offered.some((option: { value?: unknown }) => option.value === value);
      if (!there) throw refused('the menu does not offer this', { customId, value });
    }
  }
  const data = {
    custom_id: customId,
    component_type: part.type,
    ...(values ? { values: [...values] } : {}),
    ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
  } as unknown as APIMessageComponentInteractionData;
  const what = { type: INTERACTION.COMPONENT, data, messageId: message.id } as const;
  return followInteraction(context, place, createInteraction(world, { ...place, userId }, what));
}

function submitModal(
  context: MemberContext,
  place: Place,
  customId: string,
  ids: readonly string[],
  values: Readonly<Record<string, string>>,
  messageId: string | null,
): MemberInteraction {
  for (const id of Object.keys(values))
    if (!ids.includes(id)) throw refused('the form has no such input', { id });
  const components = ids.map((id) => ({
    type: COMPONENT.ROW,
    components: [{ type: COMPONENT.TEXT_INPUT, custom_id: id, value: values[id] ?? '' }],
  }));
  const data = { custom_id: customId, components } as unknown as APIModalSubmission;
  const what = { type: INTERACTION.MODAL_SUBMIT, data, messageId } as const;
  const { world, userId } = context;
  return followInteraction(context, place, createInteraction(world, { ...place, userId }, what));
}
