import type { CopiedRow } from './copied-rows';
import type { WrittenFile } from './file-writer';

/** Where rows go; one file. */
export interface RowSink {
  add(row: CopiedRow): void;
  /** Called now and then: what has gathered is written. */
  flush(): Promise<void>;
  end(): Promise<WrittenFile>;
}
