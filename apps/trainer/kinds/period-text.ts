/** `30 days`, or hours where they are not several whole days. */
export const periodText = (hours: number): string => (hours > 24 && hours % 24 === 0 ? `${String(hours / 24)} days` : `${String(hours)} hours`);
