const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Names of lists are shorter. */
const LONGEST_WORD = 100;

/**
 * Cuts the entries out of a list in a JSON text that comes in pieces: the list is the document, or lies under `key` in it.
 * Entries are cut by their brackets and quotes only; whoever parses them finds what is wrong inside.
 */
export class JsonListScanner {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** The newest text in the outermost object: before a list it is the list's name. */
  private word = '';
  /** Depth of the entries; 0 as long as the list has not come. */
  private listDepth = 0;
  private inList = false;
  private entry = '';

  constructor(private readonly key: string) {}

  get found(): boolean {
    return this.listDepth > 0;
  }

  /** Whether every bracket and quote was closed. */
  get whole(): boolean {
    return this.depth === 0 && !this.inString;
  }

  /** Characters of the entry that has not ended yet. */
  get waiting(): number {
    return this.entry.length;
  }

  /** The entries that end in this piece. */
  push(piece: string): readonly string[] {
    const entries: string[] = [];
    let from = 0;
    for (let index = 0; index < piece.length; index += 1) {
      const wasIn = this.inList;
      if (!this.isBoundary(piece.charCodeAt(index))) continue;
      if (wasIn) entries.push(this.entry + piece.slice(from, index));
      this.entry = '';
      from = index + 1;
    }
    if (this.inList) this.entry += piece.slice(from);
    return entries.filter((entry) => entry.trim() !== '');
  }

  /** Whether the list begins, an entry ends or the list ends with this character. */
  private isBoundary(code: number): boolean {
    if (this.inString) return this.spell(code);
    if (code === QUOTE) return this.begin();
    if (code === OPEN_LIST || code === OPEN_OBJECT) return this.open(code);
    if (code === CLOSE_LIST || code === CLOSE_OBJECT) return this.close();
    return code === COMMA && this.inList && this.depth === this.listDepth;
  }

  private begin(): false {
    this.inString = true;
    if (this.depth === 1) this.word = '';
    return false;
  }

  private spell(code: number): false {
    if (this.escaped) this.escaped = false;
    else if (code === BACKSLASH) this.escaped = true;
    else if (code === QUOTE) this.inString = false;
    if (this.inString && this.depth === 1 && this.word.length < LONGEST_WORD) this.word += String.fromCharCode(code);
    return false;
  }

  private open(code: number): boolean {
    this.depth += 1;
    const named = this.depth === 1 || (this.depth === 2 && this.word === this.key);
    if (this.found || code !== OPEN_LIST || !named) return false;
    this.listDepth = this.depth;
    this.inList = true;
    return true;
  }

  private close(): boolean {
    this.depth -= 1;
    if (!this.inList || this.depth !== this.listDepth - 1) return false;
    this.inList = false;
    return true;
  }
}
