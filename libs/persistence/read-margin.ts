/** How much longer than the server we wait for an answer: past that the server is gone or frozen. */
export const READ_MARGIN_MS = 5_000;
