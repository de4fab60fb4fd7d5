/**
 * Errors that a person can be told about. A code is stable and names the reply (see src/i18n); the context fills
 * that reply's blanks; the cause is for the log. Words are made once, at the edge, never where the error arises.
 */
export type ErrorContext = Readonly<Record<string, string | number | boolean>>;

export class AppError extends Error {
  readonly code: string;
  readonly context: ErrorContext;

  /**
   * @param code stable, dotted, e.g. `photo.too_large`
   * @param context what was expected and what came, as plain values
   */
  constructor(code: string, context: ErrorContext = {}, options: { cause?: unknown } = {}) {
    super(
      `${code} ${JSON.stringify(context)}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'AppError';
    this.code = code;
    this.context = context;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
