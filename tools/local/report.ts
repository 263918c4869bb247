import pc from 'picocolors';

/** Tells the person at the terminal what happens and how long it took. */
export interface Report {
  /** Begins a step; call the result when it is done. */
  step(what: string): (result?: string) => void;
  note(text: string): void;
  warn(text: string): void;
}

const MS = 1000;
const WIDTH = 46;

export const terminalReport = (write: (line: string) => void = console.log): Report => ({
  step: (what) => {
    const startedAt = performance.now();
    return (result = '') => {
      const took = `${((performance.now() - startedAt) / MS).toFixed(1)} s`;
      write(`  ${pc.green('✓')} ${what.padEnd(WIDTH)} ${pc.dim(took.padStart(7))}  ${pc.dim(result)}`.trimEnd());
    };
  },
  note: (text) => write(`  ${pc.dim('·')} ${text}`),
  warn: (text) => write(`  ${pc.yellow('!')} ${text}`),
});

export const silentReport: Report = { step: () => () => undefined, note: () => undefined, warn: () => undefined };
