import pc from 'picocolors';
import type { JobLogLine, JobProgress } from '@ml/contracts/jobs';

const BAR = 30;
const MINUTE = 60;
/** Without a terminal a line is worth printing once it is that much further. */
const STEP_PERCENT = 20;
const WIPE = '\r\u001B[K';

export interface JobView extends JobProgress {
  readonly status: string;
  readonly log: readonly JobLogLine[];
}

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const counted = (count: number): string => count.toLocaleString('en-US');

const left = (seconds: number | null): string => {
  if (seconds === null) return '';
  return seconds < MINUTE ? `  ${seconds} s left` : `  ${Math.ceil(seconds / MINUTE)} min left`;
};

/** ` 75% ██████████████████████░░░░░░░░ 112,500 of 150,000 records  30 s left`. */
export const progressLine = ({ percent_complete: percent, records_fetched: fetched, records_expected: expected, eta_seconds: eta, status }: JobView): string => {
  const filled = Math.floor((percent / 100) * BAR);
  const of = expected > 0 ? ` of about ${counted(expected)}` : '';
  return `${String(percent).padStart(4)}% ${pc.green('█'.repeat(filled))}${pc.dim('░'.repeat(BAR - filled))} ${counted(fetched)}${of} records  ${status}${pc.dim(left(eta))}`;
};

const COLOURS = { info: pc.dim, warn: pc.yellow, error: pc.red } as const;

/** A job in a terminal: its log runs, and below it one line moves. In a file: the log, and a line now and then. */
export class ProgressScreen {
  private lastLine = -1;
  private lastPercent = -STEP_PERCENT;
  private lastStatus = '';

  constructor(private readonly out: Terminal = process.stdout) {}

  show(job: JobView): void {
    if (this.out.isTTY === true) this.out.write(WIPE);
    for (const { line, level, text } of job.log.filter(({ line: number }) => number > this.lastLine)) {
      this.out.write(`      ${COLOURS[level](text)}\n`);
      this.lastLine = line;
    }
    if (this.out.isTTY === true) this.out.write(progressLine(job));
    else this.printStep(job);
  }

  /** The last state stays on the screen. */
  end(): void {
    if (this.out.isTTY === true) this.out.write('\n');
  }

  private printStep(job: JobView): void {
    if (job.percent_complete < this.lastPercent + STEP_PERCENT && job.status === this.lastStatus) return;
    this.lastPercent = job.percent_complete;
    this.lastStatus = job.status;
    this.out.write(`${progressLine(job)}\n`);
  }
}
