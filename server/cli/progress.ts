import type { Io } from './io';

const BAR_CHARS = 24;
const LINES_WITHOUT_PERSON = 4;
const REDRAW_MS = 100;

export type ProgressBar = { show: (words: string, done: number, total: number) => void; end: () => void };

/**
 * Says on standard error how far something is: a bar that redraws itself where a person watches, a few lines where a
 * program does.
 */
export function progressBar(io: Io): ProgressBar {
  return io.interactive ? drawnBar() : plainLines(io);
}

function drawnBar(): ProgressBar {
  let drawnAt = 0;
  let isDrawn = false;
  return {
    show(words, done, total) {
      const now = performance.now();
      if (done < total && now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      isDrawn = true;
      const filled = total === 0 ? BAR_CHARS : Math.round((done / total) * BAR_CHARS);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_CHARS - filled)}`;
      process.stderr.write(`\r\u001b[2K${words} ${bar} ${done} of ${total}`);
    },
    end() {
      if (isDrawn) process.stderr.write('\r\u001b[2K');
    },
  };
}

function plainLines(io: Io): ProgressBar {
  let said = '';
  return {
    show(words, done, total) {
      const part = total === 0 ? LINES_WITHOUT_PERSON : Math.floor((done / total) * LINES_WITHOUT_PERSON);
      const key = `${words} ${part}`;
      if (key === said) return;
      said = key;
      io.err(`${words} ${done} of ${total}`);
    },
    end() {},
  };
}
