/** Rows to learn from, column by column. Values are 32-bit floats, as a served model will get them; NaN is unknown. */
export interface Table {
  readonly rows: number;
  readonly features: readonly string[];
  /** One per feature, each `rows` long. */
  readonly columns: readonly Float32Array[];
}
