/** Readable in a terminal that shares the screen with an editor. */
export const TERMINAL_COLUMNS = 100;

/** Breaks between the parts, never inside one; lines after the first are indented. */
export const wrapped = (head: string, parts: readonly string[], columns = TERMINAL_COLUMNS): readonly string[] => {
  const lines = [head];
  parts.forEach((part, index) => {
    const piece = index < parts.length - 1 ? `${part},` : part;
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + piece.length <= columns) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(`  ${piece}`);
  });
  return lines;
};
