/** The form a modal may have: a title, and up to five text inputs, each in a row or a label. */
import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { FormErrors } from '../protocol/errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import { COMPONENT } from '../protocol/numbers.ts';
import { Fields, isObject } from './fields.ts';

/** @throws ApiError 50035 */
export function readModal(data: unknown): APIModalInteractionResponseCallbackData {
  const errors = new FormErrors();
  const modal = new Fields(data, ['data'], errors);
  modal.string('custom_id', { min: 1, max: LIMIT.customId, required: true });
  modal.string('title', { min: 1, max: LIMIT.modalTitle, required: true });
  for (const row of modal.objects('components', { min: 1, max: LIMIT.rows, required: true }) ?? []) {
    row.integer('type', { among: [COMPONENT.ROW, COMPONENT.LABEL], required: true });
    if (row.body.type === COMPONENT.LABEL) row.string('label', { min: 1, max: 45, required: true });
    const input =
      row.body.type === COMPONENT.LABEL
        ? row.object('component')
        : row.objects('components', { min: 1, max: 1 })?.[0];
    input?.integer('type', { among: [COMPONENT.TEXT_INPUT], required: true });
    input?.string('custom_id', { min: 1, max: LIMIT.customId, required: true });
  }
  errors.throwIfAny();
  return data as APIModalInteractionResponseCallbackData;
}

/** Custom ids of the text inputs, in their order. */
export function inputIds(modal: APIModalInteractionResponseCallbackData): string[] {
  return modal.components.flatMap((row): string[] => {
    const parts: unknown[] = 'components' in row ? row.components : 'component' in row ? [row.component] : [];
    return parts.flatMap((part) =>
      isObject(part) && typeof part.custom_id === 'string' ? [part.custom_id] : [],
    );
  });
}
