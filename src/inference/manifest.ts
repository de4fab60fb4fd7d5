/** Reads the manifest beside a model: what goes in, what comes out, how it is calibrated. Every fault names its field. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, messageOf } from '../errors.ts';

/** A JSON object being read; each method returns a checked field or throws `model.bad_manifest`. */
export class Fields {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #file: string;
  readonly #at: string;

  constructor(value: unknown, file: string, at = '') {
    this.#file = file;
    this.#at = at;
    if (!isRecord(value)) throw this.#fault('', 'an object', value);
    this.#value = value;
  }

  text(name: string): string {
    const value = this.#value[name];
    if (typeof value !== 'string' || value === '') throw this.#fault(name, 'a text', value);
    return value;
  }

  /** A finite number within the limits, both included. */
  number(name: string, least = -Infinity, most = Infinity): number {
    const value = this.#value[name];
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > most) {
      throw this.#fault(name, `a number within ${least}..${most}`, value);
    }
    return value;
  }

  texts(name: string): readonly string[] {
    const value = this.#value[name];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      throw this.#fault(name, 'a list of texts', value);
    }
    return value;
  }

  /** A point as `[x, y]`. */
  point(name: string): { x: number; y: number } {
    const value = this.#value[name];
    if (Array.isArray(value) && value.length === 2) {
      const [x, y] = value as unknown[];
      if (typeof x === 'number' && typeof y === 'number') return { x, y };
    }
    throw this.#fault(name, 'a point [x, y]', value);
  }

  object(name: string): Fields {
    return new Fields(this.#value[name], this.#file, this.#path(name));
  }

  objects(name: string): Fields[] {
    const value = this.#value[name];
    if (!Array.isArray(value) || value.length === 0) throw this.#fault(name, 'a list of objects', value);
    return value.map((item, i) => new Fields(item, this.#file, this.#path(`${name}[${i}]`)));
  }

  #path(name: string): string {
    return [this.#at, name].filter((part) => part !== '').join('.');
  }

  #fault(name: string, expected: string, value: unknown): AppError {
    return new AppError('model.bad_manifest', {
      file: this.#file,
      field: this.#path(name),
      expected,
      received: JSON.stringify(value) ?? 'nothing',
    });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads `manifest.json` of a model's folder.
 * @throws AppError `model.missing` {file, problem} or `model.bad_manifest` {file, field, expected, received}
 */
export async function readManifest(folder: string): Promise<Fields> {
  const file = path.join(folder, 'manifest.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('model.missing', { file, problem: messageOf(cause) }, { cause });
  });
  try {
    return new Fields(JSON.parse(text), file);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const context = { file, field: '', expected: 'JSON', received: messageOf(cause) };
    throw new AppError('model.bad_manifest', context, { cause });
  }
}
