import { postedTimes, type PostedTimes } from './posted-times';

const NONE: PostedTimes = { times: [], inOrder: true };
/** Of a piece; more are worked out anew. */
const MOST_INSTANTS = 1_000;

/** What resources of one piece have in common, worked out once. Made for a piece and gone with it: nothing of one caller is there when the next one is read. */
export class PieceMemory {
  private texts: readonly unknown[] = [];
  private read: PostedTimes = NONE;
  private readonly instants = new Map<number, string>();

  /** The times of these texts. Most series have the hours of the one before them, text by text. */
  timesOf(texts: readonly unknown[]): PostedTimes {
    if (!isSame(texts, this.texts)) [this.texts, this.read] = [texts, postedTimes(texts)];
    return this.read;
  }

  /** RFC 3339 in UTC. */
  instant(ms: number): string {
    const known = this.instants.get(ms);
    if (known !== undefined) return known;
    const text = new Date(ms).toISOString();
    if (this.instants.size < MOST_INSTANTS) this.instants.set(ms, text);
    return text;
  }
}

const isSame = (texts: readonly unknown[], others: readonly unknown[]): boolean => {
  if (texts.length !== others.length) return false;
  for (let at = 0; at < texts.length; at += 1) if (texts[at] !== others[at]) return false;
  return true;
};
