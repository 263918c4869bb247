/** What a form with one file may hold. */
export interface UploadForm {
  /** Text fields by name, each with the most bytes it may have. */
  readonly fields: Readonly<Record<string, number>>;
  readonly maxFileBytes: number;
  /** Looks at the name of the file, without its path. @throws AppError when the name alone rules it out */
  readonly checkName: (fileName: string) => void;
  /** Looks at the first bytes, 16 unless there are fewer. @throws AppError */
  readonly checkStart: (start: Uint8Array) => void;
}

/** A form that has been read to its end. */
export interface ReceivedForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly fileBytes: number;
}

/** The field that holds the file. */
export const FILE_FIELD = 'file';
