/** Work over many bytes goes on after whatever else the event loop has to do. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
