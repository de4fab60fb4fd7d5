/** A bar on a terminal's last line; on anything but a terminal, nothing. */
export interface Progress {
  /** One more is done. */
  step(name: string): void;
  /** Takes the bar away, so that a line may be printed. */
  clear(): void;
}

const WIDTH = 24;
const CLEAR_LINE = '\r\x1b[2K';

export function createProgress(
  out: { isTTY?: boolean; columns?: number; write(text: string): unknown },
  total: number,
): Progress {
  if (!out.isTTY || total === 0) return { step() {}, clear() {} };
  let done = 0;
  return {
    step(name) {
      done += 1;
      const full = Math.round((done / total) * WIDTH);
      const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done}/${total} `;
      out.write(`${CLEAR_LINE}${bar}${name.slice(0, Math.max(0, (out.columns ?? 80) - bar.length - 1))}`);
    },
    clear: () => void out.write(CLEAR_LINE),
  };
}
