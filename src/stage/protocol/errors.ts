/**
 * How Discord refuses: `{code, message, errors?}` with an HTTP status. One row per JSON error code the stage can answer.
 * Source: Discord developer docs, "Opcodes and Status Codes", JSON error codes.
 */

/** JSON error code -> HTTP status and sentence. */
const REFUSALS = {
  0: [404, '404: Not Found'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  10065: [404, 'Unknown Voice State'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  30032: [400, 'Maximum number of application commands reached (100)'],
  40005: [413, 'Request entity too large'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50027: [401, 'Invalid Webhook Token'],
  50035: [400, 'Invalid Form Body'],
  50046: [400, 'Invalid file uploaded'],
  50109: [400, 'The request body contains invalid JSON.'],
} as const satisfies Record<number, readonly [number, string]>;

export type RefusalCode = keyof typeof REFUSALS;

/** A node of Discord's nested form errors: field names down to `_errors`. */
export interface FormErrorTree {
  [field: string]: FormErrorTree | FormErrorLeaf[];
}
export interface FormErrorLeaf {
  code: string;
  message: string;
}

/** Thrown by a rule or a route; the REST shell turns it into the answer. */
export class ApiError extends Error {
  readonly code: number;
  readonly status: number;
  readonly errors: FormErrorTree | undefined;

  constructor(code: RefusalCode, errors?: FormErrorTree) {
    const [status, message] = REFUSALS[code];
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.errors = errors;
  }

  toJSON(): { code: number; message: string; errors?: FormErrorTree } {
    return { code: this.code, message: this.message, ...(this.errors ? { errors: this.errors } : {}) };
  }
}

export type Path = readonly (string | number)[];

/** Collects every fault of a body, so that the answer names all of them at once, as Discord's does. */
export class FormErrors {
  readonly #tree: FormErrorTree = {};
  #count = 0;

  /** @param path the fields down to the faulty one; empty for the body itself */
  add(path: Path, code: string, message: string): void {
    let node = this.#tree;
    for (const field of path) {
      const known = node[field];
      const next = known === undefined || Array.isArray(known) ? {} : known;
      node[field] = next;
      node = next;
    }
    const leaves = node._errors;
    node._errors = [...(Array.isArray(leaves) ? leaves : []), { code, message }];
    this.#count += 1;
  }

  /** @throws ApiError 50035 when anything was added */
  throwIfAny(): void {
    if (this.#count > 0) throw new ApiError(50035, this.#tree);
  }
}
