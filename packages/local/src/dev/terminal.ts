import type { Writable } from 'node:stream';
import color from 'picocolors';

const CLEAR_LINE = '\r\u001b[2K';

/** Lines, and below the last one what is going on right now. */
export type Terminal = {
  readonly line: (text: string) => void;
  /** Shown until the next call; nothing where the output is not a terminal. */
  readonly status: (text: string | undefined) => void;
};

/** Nothing that reads the keyboard, as clack's spinner does: Ctrl-C must reach the process, which stops the stack. */
export function createTerminal(stream: Writable & { readonly isTTY?: boolean }): Terminal {
  let current = '';
  const show = (text: string) => {
    if (stream.isTTY !== true) return;
    if (current !== '' || text !== '') stream.write(`${CLEAR_LINE}${text}`);
    current = text;
  };
  return {
    line: (text) => {
      const status = current;
      show('');
      stream.write(`${text}\n`);
      if (status !== '') show(status);
    },
    status: (text) => show(text === undefined ? '' : `  ${color.cyan('…')} ${color.dim(text)}`),
  };
}
