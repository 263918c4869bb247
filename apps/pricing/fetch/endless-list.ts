import { AppError } from '@ml/contracts/app-error';
import type { SourcePage } from '../sources/source-page';

/** A filter may leave pages empty, but not so many. */
const MOST_EMPTY_PAGES = 1_000;

/** Notices a list that never comes to an end: its reader would ask for ever. */
export class EndlessList {
  private empty = 0;
  private pages = 0;
  private remembered: string | null = null;

  /** The list is read from its beginning, or another one follows. */
  begin(): void {
    this.empty = 0;
    this.pages = 0;
    this.remembered = null;
  }

  /** @throws AppError SOURCE_FAILED when the page leads nowhere new */
  check({ entries, unasked = 0, next }: SourcePage<never>): void {
    if (next === null) return this.begin();
    if (next === this.remembered) throw new AppError('SOURCE_FAILED', 'the source leads back to a page that it has sent before', { retryable: false });
    this.pages += 1;
    // One place of each power of two is enough to meet a circle of any length, and costs no memory.
    if (Number.isInteger(Math.log2(this.pages))) this.remembered = next;
    this.empty = entries.length + unasked > 0 ? 0 : this.empty + 1;
    if (this.empty >= MOST_EMPTY_PAGES) throw new AppError('SOURCE_FAILED', `the source has sent ${String(MOST_EMPTY_PAGES)} empty pages one after the other`, { retryable: false });
  }
}
