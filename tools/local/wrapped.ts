/** Readable in a terminal that shares the screen with an editor. */
export const TERMINAL_COLUMNS = 100;

/** Breaks between the pieces, never inside one; lines after the first are indented. */
export const wrapped = (head: string, pieces: readonly string[], columns = TERMINAL_COLUMNS): readonly string[] => {
  const lines = [head];
  for (const piece of pieces) {
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + piece.length <= columns) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(`  ${piece}`);
  }
  return lines;
};

/** The pieces of an enumeration. */
export const enumerated = (items: readonly string[]): readonly string[] => items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
