/** What a byte means outside of strings. */
/** 0: anything else. */
export const QUOTE = 1;
export const OPEN = 2;
export const CLOSE = 3;
export const NEWLINE = 4;
export const SPACE = 5;
export const COMMA = 6;
export const COLON = 7;

export const LEFT_BRACE = 0x7b;
export const RIGHT_BRACE = 0x7d;
export const RIGHT_BRACKET = 0x5d;

/** Indexed by byte: a table costs one load per byte, where a switch costs several jumps. */
export const CLASSES: Uint8Array = new Uint8Array(256);
const assign = (characters: string, byteClass: number): void => {
  for (const character of characters) CLASSES[character.charCodeAt(0)] = byteClass;
};
assign('"', QUOTE);
assign('{[', OPEN);
assign('}]', CLOSE);
assign('\n', NEWLINE);
assign(' \t\r', SPACE);
assign(',', COMMA);
assign(':', COLON);
