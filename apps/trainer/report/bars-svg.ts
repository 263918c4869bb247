import type { Importance } from '../output/importance';
import { escaped } from './escaped';

const WIDTH = 640;
const LABELS = 220;
const ROW = 20;
const MOST_BARS = 20;

/** Horizontal bars, the most important feature on top. */
export const barsSvg = (importance: readonly Importance[]): string => {
  const bars = importance.slice(0, MOST_BARS);
  const most = Math.max(...bars.map(({ share }) => share), Number.MIN_VALUE);
  const rows = bars.map(({ feature, share }, at) => {
    const length = ((WIDTH - LABELS - 60) * share) / most;
    const y = at * ROW;
    return `<text x="${String(LABELS - 8)}" y="${String(y + 14)}" text-anchor="end">${escaped(feature)}</text><rect class="mark" x="${String(LABELS)}" y="${String(y + 4)}" width="${length.toFixed(1)}" height="${String(ROW - 8)}"/><text x="${(LABELS + length + 6).toFixed(1)}" y="${String(y + 14)}">${(100 * share).toFixed(1)}%</text>`;
  });
  return `<svg viewBox="0 0 ${String(WIDTH)} ${String(ROW * bars.length)}" width="${String(WIDTH)}" role="img" aria-label="importance of features">${rows.join('')}</svg>`;
};
