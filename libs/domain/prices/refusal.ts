/** Why a row of an outside source is not taken: a row is either wholly right or named here. */
export type RefusalCode =
  | 'MISSING_COLUMN'
  | 'MISSING_VALUE'
  | 'BAD_PRICE'
  | 'PRICE_NOT_POSITIVE'
  | 'PRICE_TOO_PRECISE'
  | 'PRICE_ABSURD'
  | 'BAD_TIME'
  | 'BAD_INSTANCE_TYPE'
  | 'BAD_ZONE'
  | 'BAD_REGION'
  | 'BAD_NUMBER'
  | 'UNKNOWN_PRODUCT'
  | 'UNKNOWN_OPERATING_SYSTEM'
  | 'UNSUPPORTED_ARCHITECTURE'
  | 'BAD_INTERRUPTION_CLASS'
  | 'NOT_A_SHARED_PRICE'
  | 'NOT_ASKED_FOR'
  | 'BAD_JSON'
  | 'BAD_SHAPE';

export interface Refusal {
  /** Line of a file, or position in a list; 1 is the first. */
  readonly line: number;
  readonly code: RefusalCode;
  readonly text: string;
}

export type Parsed<Row> = { readonly row: Row } | { readonly refusal: Refusal };

/** Thrown by the readers of single fields; never leaves `parsed`. */
export class RowFault extends Error {
  override readonly name = 'RowFault';
  constructor(
    readonly code: RefusalCode,
    text: string,
  ) {
    super(text);
  }
}

/** Runs the reader of one row; the first field it cannot read becomes the refusal. */
export const parsed = <Row>(line: number, read: () => Row): Parsed<Row> => {
  try {
    return { row: read() };
  } catch (error) {
    if (error instanceof RowFault) return { refusal: { line, code: error.code, text: error.message } };
    throw error;
  }
};
