/** A series that cannot be scored; the path is what is wrong of it, as in `series.timestamps[3]`. */
export class AnomalyFault extends Error {
  override readonly name = 'AnomalyFault';

  constructor(
    readonly code: 'BAD_FIELD' | 'BAD_TIME' | 'TOO_SHORT',
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}
