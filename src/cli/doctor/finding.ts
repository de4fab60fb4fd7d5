/** One line of the doctor's report. `note` is worth knowing but keeps nothing from working. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'note' | 'fail';
  readonly detail: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export const fine = (check: string, detail: string): Finding => ({ check, state: 'ok', detail });

export const inform = (check: string, detail: string, remedy: string): Finding => ({
  check,
  state: 'note',
  detail,
  remedy,
});

export const failed = (check: string, detail: string, remedy: string): Finding => ({
  check,
  state: 'fail',
  detail,
  remedy,
});
