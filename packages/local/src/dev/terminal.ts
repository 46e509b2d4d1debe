import type { Writable } from 'node:stream';
import color from 'picocolors';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** Lines, and below the last one what is going on right now. */
export type Terminal = {
  readonly line: (text: string) => void;
  /** Shown until the next call; nothing where the output is not a terminal. */
  readonly status: (text: string | undefined) => void;
};

export function createTerminal(stream: Writable & { readonly isTTY?: boolean }): Terminal {
  let current: string | undefined;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const clear = () => {
    if (current !== undefined) stream.write(CLEAR_LINE);
  };
  const draw = () => {
    if (current === undefined) return;
    stream.write(`${CLEAR_LINE}  ${color.cyan(FRAMES[frame % FRAMES.length] ?? '')} ${color.dim(current)}`);
  };

  return {
    line: (text) => {
      clear();
      stream.write(`${text}\n`);
      draw();
    },
    status: (text) => {
      if (stream.isTTY !== true) return;
      clear();
      clearInterval(timer);
      current = text;
      if (text === undefined) return;
      draw();
      timer = setInterval(() => {
        frame += 1;
        draw();
      }, FRAME_MS).unref();
    },
  };
}
