/** Reads the fields of an untrusted JSON body by name, noting every fault under its path in Discord's words. */
import type { FormErrors, Path } from '../protocol/errors.ts';

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface Length {
  readonly min?: number;
  readonly max: number;
  readonly required?: boolean;
}

export class Fields {
  readonly body: Json;
  readonly path: Path;
  readonly errors: FormErrors;

  constructor(body: unknown, path: Path, errors: FormErrors) {
    this.path = path;
    this.errors = errors;
    if (!isObject(body)) errors.add(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    this.body = isObject(body) ? body : {};
  }

  /** Notes a fault of one field. */
  fault(name: string | number, code: string, message: string): void {
    this.errors.add([...this.path, name], code, message);
  }

  /** A string within a length; null counts as absent. */
  string(name: string, { min = 0, max, required = false }: Length): string | undefined {
    const value = this.#present(name, required);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') {
      this.fault(name, 'STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(value)}" as string.`);
      return undefined;
    }
    if (required && min > 0 && value.trim() === '')
      this.fault(name, 'BASE_TYPE_REQUIRED', 'This field is required');
    else this.#checkLength(name, value.length, min, max);
    return value;
  }

  /** An integer of a range, or one of a set. */
  integer(
    name: string,
    o: { among?: readonly number[]; min?: number; max?: number; required?: boolean } = {},
  ): number | undefined {
    const value = this.#present(name, o.required ?? false);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      this.fault(name, 'NUMBER_TYPE_COERCE', `Value "${JSON.stringify(value)}" is not int.`);
      return undefined;
    }
    if (o.among !== undefined && !o.among.includes(value))
      this.fault(name, 'BASE_TYPE_CHOICES', `Value must be one of {${o.among.join(', ')}}.`);
    if (o.min !== undefined && value < o.min)
      this.fault(name, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${o.min}.`);
    if (o.max !== undefined && value > o.max)
      this.fault(name, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${o.max}.`);
    return value;
  }

  boolean(name: string): boolean | undefined {
    const value = this.#present(name, false);
    if (value === undefined || typeof value === 'boolean') return value;
    this.fault(name, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
    return undefined;
  }

  object(name: string): Fields | undefined {
    const value = this.#present(name, false);
    return value === undefined ? undefined : new Fields(value, [...this.path, name], this.errors);
  }

  /** The items of a list; undefined when the field is absent. */
  list(name: string, { min = 0, max, required = false }: Length): readonly unknown[] | undefined {
    const value = this.#present(name, required);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) {
      this.fault(name, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return undefined;
    }
    this.#checkLength(name, value.length, min, max);
    return value;
  }

  /** The items of a list of objects, each with its path. */
  objects(name: string, length: Length): Fields[] | undefined {
    return this.list(name, length)?.map(
      (item, index) => new Fields(item, [...this.path, name, index], this.errors),
    );
  }

  #present(name: string, required: boolean): unknown {
    const value = this.body[name] ?? undefined;
    if (value === undefined && required) this.fault(name, 'BASE_TYPE_REQUIRED', 'This field is required');
    return value;
  }

  #checkLength(name: string, length: number, min: number, max: number): void {
    if (length >= min && length <= max) return;
    if (min === 0) this.fault(name, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    else this.fault(name, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  }
}
