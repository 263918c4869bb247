/** A series that nothing can be said of; the path is the field that is wrong, as in `series[3].month`. */
export class ForecastFault extends Error {
  override readonly name = 'ForecastFault';

  constructor(
    readonly code: 'BAD_FIELD' | 'TOO_SHORT',
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}
