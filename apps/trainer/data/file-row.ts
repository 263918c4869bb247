/** One record of a file, by the normalised names of its columns (`Instance_Type`, `instanceType` -> `instancetype`). */
export interface FileRow {
  /** Name without its folder, unless another file has the same. */
  readonly file: string;
  /** Of the file; its first row is 1, of a text with a header 2. */
  readonly line: number;
  /** As the file spells them. */
  readonly columns: readonly string[];
  readonly record: Readonly<Record<string, unknown>>;
}
