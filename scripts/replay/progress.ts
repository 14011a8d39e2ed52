/** Progress on standard error: one line that renews itself on a terminal, a line every ten per cent elsewhere. */
export interface Progress {
  /** Begins a part with a name. */
  section(name: string): void;
  /** Counts rows that were answered. */
  readonly advance: (rows: number) => void;
  end(): void;
}

const EVERY_MILLIS = 200;

export function showProgress(total: number, out: NodeJS.WriteStream = process.stderr): Progress {
  const began = Date.now();
  let done = 0;
  let name = '';
  let shownAt = 0;
  let shownTenth = 0;
  const line = (): string => {
    const seconds = Math.max((Date.now() - began) / 1000, 0.001);
    return `${name}  ${done} of ${total} rows (${Math.floor((100 * done) / total)} %), ${Math.round(done / seconds)} a second`;
  };
  const show = (): void => {
    if (out.isTTY) {
      if (Date.now() - shownAt < EVERY_MILLIS) return;
      shownAt = Date.now();
      out.write(`\r\x1b[K${line()}`);
    } else if (Math.floor((10 * done) / total) > shownTenth) {
      shownTenth = Math.floor((10 * done) / total);
      out.write(`${line()}\n`);
    }
  };
  return {
    section(next) {
      name = next;
      show();
    },
    advance: (rows) => {
      done += rows;
      show();
    },
    end() {
      if (out.isTTY) out.write(`\r\x1b[K${line()}\n`);
    },
  };
}
