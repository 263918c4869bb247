import type { Cell } from '@ml/contracts/model-metadata';
import type { LoggedPrediction } from '@ml/contracts/predictions';

/** Sent together, and again together under the same id when the first attempt's fate is unknown. */
export interface PredictionBatch {
  readonly id: string;
  readonly predictions: readonly LoggedPrediction[];
}

interface Bounds {
  /** Of one batch: about half a megabyte of JSON, below what travels inline. */
  readonly batchPredictions: number;
  readonly batchCells: number;
  /** Of all that waits: tens of megabytes. */
  readonly waitingPredictions: number;
  readonly waitingCells: number;
}

const BOUNDS: Bounds = { batchPredictions: 500, batchCells: 20_000, waitingPredictions: 20_000, waitingCells: 1_000_000 };

/** A text counts for as many numbers as it is long. */
const cellsOf = ({ input, output }: LoggedPrediction): number => output.rows.length * output.columns.length + input.rows.reduce((sum, row) => sum + row.reduce<number>((cells, cell) => cells + weightOf(cell), 0), 0);

const BYTES_OF_NUMBER = 8;
const weightOf = (cell: Cell | null): number => (typeof cell === 'string' ? 1 + cell.length / BYTES_OF_NUMBER : 1);

/** What waits for the stream, oldest first, bounded. */
export class PredictionBuffer {
  private waiting: LoggedPrediction[] = [];
  private cells = 0;
  private retried: PredictionBatch | undefined;

  constructor(private readonly bounds: Bounds = BOUNDS) {}

  get empty(): boolean {
    return this.waiting.length === 0 && this.retried === undefined;
  }

  /** There is enough for a batch. */
  get full(): boolean {
    return this.waiting.length >= this.bounds.batchPredictions || this.cells >= this.bounds.batchCells;
  }

  /** How many older ones had to go for it. */
  add(prediction: LoggedPrediction): number {
    this.waiting.push(prediction);
    this.cells += cellsOf(prediction);
    return this.makeRoom();
  }

  take(): PredictionBatch | undefined {
    const { retried } = this;
    this.retried = undefined;
    if (retried !== undefined) return retried;
    const [first] = this.waiting;
    if (first === undefined) return undefined;
    const predictions = this.waiting.splice(0, this.batchLength());
    this.cells -= total(predictions);
    return { id: `predictions-${first.prediction_id}-${String(predictions.length)}`, predictions };
  }

  /** It is taken again before all others. How many had to go for it. */
  putBack(batch: PredictionBatch): number {
    this.retried = batch;
    return this.makeRoom();
  }

  private batchLength(): number {
    let cells = 0;
    let length = 0;
    while (length < Math.min(this.waiting.length, this.bounds.batchPredictions)) {
      cells += cellsOf(this.waiting[length] as LoggedPrediction);
      if (length > 0 && cells > this.bounds.batchCells) break;
      length += 1;
    }
    return length;
  }

  /** A tenth at once: removing from the front costs as much as what is behind it. */
  private makeRoom(): number {
    if (this.waiting.length <= this.bounds.waitingPredictions && this.cells <= this.bounds.waitingCells) return 0;
    const gone = this.waiting.splice(0, Math.ceil(this.waiting.length / 10));
    this.cells -= total(gone);
    return gone.length;
  }
}

const total = (predictions: readonly LoggedPrediction[]): number => predictions.reduce((sum, prediction) => sum + cellsOf(prediction), 0);
