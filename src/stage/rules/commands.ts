/** What an application command may look like. Source: Discord docs, "Application Commands"; limits in protocol/limits.ts. */
import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import { FormErrors } from '../protocol/errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import { OPTION } from '../protocol/numbers.ts';
import { Fields, isObject } from './fields.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const WITH_CHOICES: readonly number[] = [OPTION.STRING, OPTION.INTEGER, OPTION.NUMBER];
const LOCALES = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
);

/**
 * The body of PUT (a list) or POST and PATCH (one): returned as it came once it is sound.
 * @throws ApiError 50035 with every fault under its path
 */
export function readCommands(body: unknown): RESTPostAPIApplicationCommandsJSONBody[] {
  const errors = new FormErrors();
  if (!Array.isArray(body)) {
    errors.add([], 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
    errors.throwIfAny();
    return [];
  }
  if (body.length > LIMIT.commands)
    errors.add([], 'APPLICATION_COMMANDS_LIMIT', `No more than ${LIMIT.commands} commands`);
  const seen = new Set<string>();
  body.forEach((item, index) => {
    checkCommand(new Fields(item, [index], errors));
    const key = isObject(item) ? `${item.type ?? 1}:${String(item.name)}` : '';
    if (seen.has(key))
      errors.add([index], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    seen.add(key);
  });
  errors.throwIfAny();
  return body as RESTPostAPIApplicationCommandsJSONBody[];
}

/** @throws ApiError 50035 with every fault under its path */
export function readCommand(body: unknown): RESTPostAPIApplicationCommandsJSONBody {
  const errors = new FormErrors();
  checkCommand(new Fields(body, [], errors));
  errors.throwIfAny();
  return body as RESTPostAPIApplicationCommandsJSONBody;
}

function checkCommand(command: Fields): void {
  const type = command.integer('type', { among: [1, 2, 3] }) ?? 1;
  command.boolean('nsfw');
  command.string('default_member_permissions', { max: 32 });
  if (type !== 1) {
    // A context menu entry: any name, no description, no options.
    command.string('name', { min: 1, max: LIMIT.commandName, required: true });
    if (command.body.description)
      command.fault('description', 'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION', 'Context menus have none');
    return;
  }
  checkNameAndDescription(command);
  checkOptions(command, 0);
  if (textLength(command.body) > LIMIT.commandTotal)
    command.fault(
      'options',
      'APPLICATION_COMMAND_TOO_LARGE',
      `Command exceeds maximum size (${LIMIT.commandTotal})`,
    );
}

function checkNameAndDescription(part: Fields): void {
  const name = part.string('name', { min: 1, max: LIMIT.commandName, required: true });
  if (name && name.length <= LIMIT.commandName && !isName(name))
    part.fault('name', 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  part.string('description', { min: 1, max: LIMIT.commandDescription, required: true });
  const names = part.object('name_localizations');
  for (const [locale, text] of localized(names))
    if (!isName(text)) names?.fault(locale, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  const descriptions = part.object('description_localizations');
  for (const [locale] of localized(descriptions))
    descriptions?.string(locale, { min: 1, max: LIMIT.commandDescription });
}

/** Letters that have a lower case must be in it. */
function isName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}

function localized(texts: Fields | undefined): [string, string][] {
  return Object.entries(texts?.body ?? {}).flatMap(([locale, text]): [string, string][] => {
    if (!LOCALES.has(locale))
      texts?.fault(locale, 'ENUM_TYPE_COERCE', `Value "${locale}" is not a valid enum value.`);
    return typeof text === 'string' ? [[locale, text]] : [];
  });
}

/** @param depth 0 for the command's own options, 1 for a group's or subcommand's, 2 for a grouped subcommand's */
function checkOptions(parent: Fields, depth: number): void {
  const options = parent.objects('options', { max: LIMIT.options }) ?? [];
  const seen = new Set<unknown>();
  let optionalSeen = false;
  for (const option of options) {
    const type = option.integer('type', { min: 1, max: 11, required: true }) ?? 0;
    checkNameAndDescription(option);
    if (seen.has(option.body.name))
      option.fault('name', 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    seen.add(option.body.name);
    const required = option.boolean('required') ?? false;
    if (type > 2 && required && optionalSeen)
      option.errors.add(
        option.path,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    optionalSeen ||= type > 2 && !required;
    checkByType(option, type, depth);
  }
  const nested = options.filter(
    (o) => o.body.type === OPTION.SUBCOMMAND || o.body.type === OPTION.SUBCOMMAND_GROUP,
  );
  if (nested.length > 0 && nested.length < options.length)
    parent.fault(
      'options',
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
}

function checkByType(option: Fields, type: number, depth: number): void {
  const nests = type === OPTION.SUBCOMMAND || type === OPTION.SUBCOMMAND_GROUP;
  const tooDeep = type === OPTION.SUBCOMMAND_GROUP ? depth > 0 : type === OPTION.SUBCOMMAND && depth > 1;
  if (tooDeep) option.fault('type', 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Nested too deeply');
  else if (nests) checkOptions(option, type === OPTION.SUBCOMMAND_GROUP ? 1 : 2);
  if (type === OPTION.SUBCOMMAND_GROUP) {
    const inner = Array.isArray(option.body.options) ? option.body.options : [];
    if (!inner.every((o: unknown) => isObject(o) && o.type === OPTION.SUBCOMMAND))
      option.fault('options', 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'A group holds subcommands alone');
  }
  checkChoices(option, type);
  option.list('file_types', { max: LIMIT.fileTypes })?.forEach((fileType, index) => {
    if (typeof fileType !== 'string' || !/^(audio|image|video|\.[a-z0-9]+)$/i.test(fileType))
      option.errors.add([...option.path, 'file_types', index], 'BASE_TYPE_CHOICES', 'Not a file type');
  });
  if (type !== OPTION.ATTACHMENT && option.body.file_types)
    option.fault('file_types', 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'For attachment options alone');
  const max = type === OPTION.STRING ? 6_000 : undefined;
  option.integer('min_length', { min: 0, ...(max ? { max } : {}) });
  option.integer('max_length', { min: 1, ...(max ? { max } : {}) });
}

function checkChoices(option: Fields, type: number): void {
  const choices = option.objects('choices', { max: LIMIT.choices });
  if (option.boolean('autocomplete')) {
    if (!WITH_CHOICES.includes(type))
      option.fault('autocomplete', 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID', 'Not for this type');
    if (choices && choices.length > 0)
      option.fault(
        'choices',
        'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID',
        'Not together with autocomplete',
      );
  }
  if (choices && choices.length > 0 && !WITH_CHOICES.includes(type))
    option.fault('choices', 'APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID', 'Not for this type');
  for (const choice of choices ?? []) checkChoice(choice, type);
}

/** A choice of an option or of an autocomplete answer. @param type the option's type */
export function checkChoice(choice: Fields, type: number): void {
  choice.string('name', { min: 1, max: LIMIT.choiceText, required: true });
  if (type === OPTION.STRING) choice.string('value', { min: 1, max: LIMIT.choiceText, required: true });
  else if (type === OPTION.INTEGER) choice.integer('value', { required: true });
  else if (typeof choice.body.value !== 'number')
    choice.fault('value', 'NUMBER_TYPE_COERCE', `Value "${JSON.stringify(choice.body.value)}" is not float.`);
}

/** Name, description and values of the command, its options and choices, together at most 8,000. */
function textLength(part: unknown): number {
  if (!isObject(part)) return 0;
  const own = [part.name, part.description, part.value].reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? text.length : 0),
    0,
  );
  const inner = [part.options, part.choices].flatMap((list) => (Array.isArray(list) ? list : []));
  return inner.reduce<number>((sum, item) => sum + textLength(item), own);
}
