import { SingleBar } from 'cli-progress';
import type { RoundLoss } from '@ml/domain/training/train-boosted';

interface Length {
  readonly what: string;
  readonly rounds: number;
}

/** As much of a stream as is written to. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };

/** Lines without a terminal: a tenth each. */
const LINES = 10;

/** A terminal whose cursor was hidden or whose lines no longer wrap would stay so after Ctrl-C: training leaves no turn in which anybody could undo it. */
const UNTOUCHED = { hideCursor: false, linewrap: true } as const;
/** With all that stands beside it, less than 80 columns. */
const BAR_SIZE = 16;

/** A bar on a terminal, plain lines elsewhere, nothing when nobody wants to see it. */
export class Progress {
  private done = 0;
  private readonly bar: SingleBar | null;

  constructor(
    private readonly stream: ProgressStream | null,
    private readonly length: Length,
  ) {
    this.bar = stream?.isTTY === true ? new SingleBar({ ...UNTOUCHED, barsize: BAR_SIZE, stream: stream as NodeJS.WriteStream, format: `${length.what} {bar} {value}/{total}{loss}` }) : null;
    this.bar?.start(length.rounds, 0, { loss: '' });
  }

  round({ train, validation }: RoundLoss): void {
    this.done += 1;
    const loss = train === null ? '' : `, loss ${shown(train)}, held out ${shown(validation)}`;
    this.bar?.update(this.done, { loss });
    if (this.bar === null && this.done % Math.ceil(this.length.rounds / LINES) === 0) {
      this.stream?.write(`${this.length.what}: ${String(this.done)} of ${String(this.length.rounds)} rounds${loss}\n`);
    }
  }

  /** Rounds may be left: where more of them did not help, fewer were trained. */
  stop(): void {
    this.bar?.stop();
  }
}

const shown = (loss: number | null): string => (loss === null || Number.isNaN(loss) ? '-' : loss.toPrecision(4));
