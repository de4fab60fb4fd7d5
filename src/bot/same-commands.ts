import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';

export type CommandBody = RESTPostAPIChatInputApplicationCommandsJSONBody;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** True if the server knows just these commands, whatever fields and defaults it adds to them. */
export function sameCommands(ours: readonly CommandBody[], theirs: readonly unknown[]): boolean {
  if (ours.length !== theirs.length) return false;
  const byName = new Map(theirs.map((command) => [(command as { name?: unknown }).name, command]));
  return ours.every((command) => {
    const known = byName.get(command.name);
    return known !== undefined && covers(toJson(known), toJson(command));
  });
}

/** Fields whose order means nothing. */
const SETS = new Set(['contexts', 'integration_types', 'channel_types']);

/**
 * Fields in which a difference matters even when our side leaves them out: an old choice or option left on the server
 * would otherwise stay for ever.
 */
const OWN_LISTS = new Set(['options', 'choices']);

/** Every field that we set has the same value there; what we leave out may have any default. */
function covers(theirs: Json | undefined, ours: Json | undefined, field?: string): boolean {
  if (ours === undefined) return isUnset(theirs) || !OWN_LISTS.has(field ?? '');
  if (isUnset(ours)) return isUnset(theirs);
  if (Array.isArray(ours)) {
    if (!Array.isArray(theirs) || theirs.length !== ours.length) return false;
    if (SETS.has(field ?? '')) return new Set([...ours, ...theirs]).size === new Set(ours).size;
    return ours.every((item, index) => covers(theirs[index], item));
  }
  if (ours !== null && typeof ours === 'object') {
    if (theirs === null || theirs === undefined || typeof theirs !== 'object' || Array.isArray(theirs))
      return false;
    const fields = new Set([...Object.keys(ours), ...OWN_LISTS]);
    return [...fields].every((key) => covers(theirs[key], ours[key], key));
  }
  return theirs === ours;
}

/** Null, false, absent and empty all mean "not set"; servers differ in which of them they send back. */
function isUnset(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** As it travels: a builder's bigint-free plain data without `undefined`. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
