import { field } from '../field';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 1000;

/** Every list: the total is in `X-Total-Count`. */
export class PageQuery {
  @field.integer({ what: `Rows at most; ${DEFAULT_LIMIT} unless told.`, min: 1, max: MAX_LIMIT, example: DEFAULT_LIMIT, optional: true })
  readonly limit?: number;

  @field.integer({ what: 'Rows to leave out from the beginning.', min: 0, max: 10_000_000, example: 0, optional: true })
  readonly offset?: number;
}
