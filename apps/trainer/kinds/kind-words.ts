/** First words of the command. */
export const KIND_WORDS = ['spot-price', 'spot-interruption', 'waste', 'resource-usage', 'anomaly', 'rightsizing'] as const;
export type KindWord = (typeof KIND_WORDS)[number];
