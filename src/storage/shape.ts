/** Checks of what comes back from a store or a file, composed from small parts. */

/** Names what is wrong with a value (`title: expected text but received number`), or gives undefined. */
export type Check = (value: unknown) => string | undefined;

export const text: Check = (value) =>
  typeof value === 'string' ? undefined : `expected text but received ${kindOf(value)}`;

export const finite: Check = (value) =>
  Number.isFinite(value) ? undefined : `expected a number but received ${kindOf(value)}`;

export const isoTime: Check = (value) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? undefined
    : `expected an ISO 8601 time but received ${shown(value)}`;

/** An ISO 639 code, which every language tag of ours is: of anything else Intl refuses to tell the name. */
export const languageCode: Check = (value) =>
  typeof value === 'string' && /^[a-z]{2,3}$/.test(value)
    ? undefined
    : `expected a language tag such as ta but received ${shown(value)}`;

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value as string)
      ? undefined
      : `expected one of ${allowed.join(', ')} but received ${shown(value)}`;

export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

export const listOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return `expected a list but received ${kindOf(value)}`;
    for (const [i, item] of value.entries()) {
      const problem = check(item);
      if (problem !== undefined) return `[${i}] ${problem}`;
    }
    return undefined;
  };

/** An object whose fields pass; fields that are not named here are let through unless `closed`. */
export const object =
  (fields: Readonly<Record<string, Check>>, o: { closed?: boolean } = {}): Check =>
  (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      return `expected an object but received ${kindOf(value)}`;
    }
    const record = value as Readonly<Record<string, unknown>>;
    for (const [name, check] of Object.entries(fields)) {
      const problem = check(record[name]);
      if (problem !== undefined) return `${name}: ${problem}`;
    }
    const extra = o.closed ? Object.keys(record).find((name) => !Object.hasOwn(fields, name)) : undefined;
    return extra === undefined ? undefined : `${extra}: not a field of this record`;
  };

/** The first check decides which alternative a tagged object is. */
export const tagged =
  (tag: string, alternatives: Readonly<Record<string, Check>>): Check =>
  (value) => {
    const name = (value as Readonly<Record<string, unknown>> | null | undefined)?.[tag];
    const check =
      typeof name === 'string' && Object.hasOwn(alternatives, name) ? alternatives[name] : undefined;
    return check === undefined
      ? `${tag}: expected one of ${Object.keys(alternatives).join(', ')} but received ${shown(name)}`
      : check(value);
  };

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'text' : typeof value;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 40)}"` : kindOf(value);
}
