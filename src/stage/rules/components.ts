/** Rows of buttons and menus (components v1): how many, how long, each custom id once in a message. */
import type { APIMessageTopLevelComponent } from 'discord.js';
import { LIMIT } from '../protocol/limits.ts';
import { BUTTON, COMPONENT } from '../protocol/numbers.ts';
import type { Fields } from './fields.ts';

const SELECTS: readonly number[] = [
  COMPONENT.STRING_SELECT,
  COMPONENT.USER_SELECT,
  COMPONENT.ROLE_SELECT,
  COMPONENT.MENTIONABLE_SELECT,
  COMPONENT.CHANNEL_SELECT,
];

/** The rows of a body as they were sent, undefined when the field is absent; faults go to `message.errors`. */
export function readComponents(message: Fields): APIMessageTopLevelComponent[] | undefined {
  const rows = message.objects('components', { max: LIMIT.rows });
  if (rows === undefined) return undefined;
  const seen = new Set<string>();
  for (const row of rows) {
    row.integer('type', { among: [COMPONENT.ROW], required: true });
    readRow(row, seen);
  }
  return rows.map((row) => row.body) as unknown as APIMessageTopLevelComponent[];
}

function readRow(row: Fields, seen: Set<string>): void {
  const parts = row.objects('components', { min: 1, max: LIMIT.buttonsPerRow, required: true }) ?? [];
  // A menu takes the width of five buttons.
  const width = parts.reduce(
    (sum, p) => sum + (p.body.type === COMPONENT.BUTTON ? 1 : LIMIT.buttonsPerRow),
    0,
  );
  if (width > LIMIT.buttonsPerRow)
    row.fault(
      'components',
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    );
  for (const part of parts) {
    const type = part.integer('type', { among: [COMPONENT.BUTTON, ...SELECTS], required: true });
    if (type === COMPONENT.BUTTON) readButton(part, seen);
    else if (type !== undefined && SELECTS.includes(type)) readSelect(part, type, seen);
  }
}

function readButton(button: Fields, seen: Set<string>): void {
  const style = button.integer('style', { min: 1, max: 6, required: true });
  button.string('label', { max: LIMIT.buttonLabel });
  button.boolean('disabled');
  if (!button.body.label && !button.body.emoji && style !== BUTTON.PREMIUM)
    button.fault('label', 'BASE_TYPE_REQUIRED', 'A label or an emoji is required');
  if (style === BUTTON.LINK) {
    button.string('url', { min: 1, max: 512, required: true });
    if (button.body.custom_id)
      button.fault(
        'custom_id',
        'BUTTON_COMPONENT_CUSTOM_ID_URL',
        'A custom id and url cannot both be specified',
      );
  } else if (style !== BUTTON.PREMIUM) readCustomId(button, seen);
}

function readSelect(select: Fields, type: number, seen: Set<string>): void {
  readCustomId(select, seen);
  select.string('placeholder', { max: LIMIT.selectPlaceholder });
  const min = select.integer('min_values', { min: 0, max: LIMIT.selectOptions }) ?? 1;
  const max = select.integer('max_values', { min: 1, max: LIMIT.selectOptions }) ?? 1;
  if (min > max)
    select.fault('min_values', 'BASE_TYPE_MAX', 'min_values should be less than or equal to max_values');
  if (type !== COMPONENT.STRING_SELECT) return;
  const options = select.objects('options', { min: 1, max: LIMIT.selectOptions, required: true }) ?? [];
  const values = new Set<unknown>();
  for (const option of options) {
    option.string('label', { min: 1, max: LIMIT.selectOptionText, required: true });
    const value = option.string('value', { min: 1, max: LIMIT.selectOptionText, required: true });
    option.string('description', { max: LIMIT.selectOptionText });
    if (value !== undefined && values.has(value))
      option.fault(
        'value',
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    values.add(value);
  }
  if (max > options.length && options.length > 0)
    select.fault(
      'max_values',
      'NUMBER_TYPE_MAX',
      `max_values should not exceed the ${options.length} options`,
    );
}

function readCustomId(part: Fields, seen: Set<string>): void {
  const id = part.string('custom_id', { min: 1, max: LIMIT.customId, required: true });
  if (id === undefined) return;
  if (seen.has(id))
    part.fault('custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  seen.add(id);
}
