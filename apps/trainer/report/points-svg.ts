import type { Points } from '../kinds/kind';
import { escaped } from './escaped';

const WIDTH = 480;
const HEIGHT = 320;
const LEFT = 56;
const BOTTOM = 40;
const TOP = 10;

/** A cloud or a line between two axes of one scale, with the diagonal: on it both are equal. */
export const pointsSvg = ({ x, y, form, xLabel, yLabel, title }: Points): string => {
  const values = [...x, ...y];
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const span = most > least ? most - least : 1;
  const across = (value: number): string => (LEFT + ((WIDTH - LEFT - 10) * (value - least)) / span).toFixed(1);
  const up = (value: number): string => (HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * (value - least)) / span).toFixed(1);
  const places = x.map((value, at) => ({ left: across(value), top: up(y[at] ?? 0) }));
  const marks =
    form === 'line'
      ? `<polyline class="mark" style="fill:none" points="${places.map(({ left, top }) => `${left},${top}`).join(' ')}"/>`
      : places.map(({ left, top }) => `<circle class="mark" r="1.6" cx="${left}" cy="${top}"/>`).join('');
  const floor = String(HEIGHT - BOTTOM);
  return `<svg viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" width="${String(WIDTH)}" role="img" aria-label="${escaped(title)}">
<line class="axis" x1="${String(LEFT)}" y1="${floor}" x2="${String(WIDTH - 10)}" y2="${floor}"/><line class="axis" x1="${String(LEFT)}" y1="${String(TOP)}" x2="${String(LEFT)}" y2="${floor}"/>
<line class="guide" x1="${across(least)}" y1="${up(least)}" x2="${across(most)}" y2="${up(most)}"/>
${marks}
<text x="${String(LEFT)}" y="${String(HEIGHT - 24)}">${least.toPrecision(3)}</text><text x="${String(WIDTH - 10)}" y="${String(HEIGHT - 24)}" text-anchor="end">${most.toPrecision(3)}</text>
<text x="${String(LEFT - 6)}" y="${floor}" text-anchor="end">${least.toPrecision(3)}</text><text x="${String(LEFT - 6)}" y="${String(TOP + 10)}" text-anchor="end">${most.toPrecision(3)}</text>
<text x="${String((WIDTH + LEFT) / 2)}" y="${String(HEIGHT - 8)}" text-anchor="middle">${escaped(xLabel)}</text><text transform="translate(14 ${String(HEIGHT / 2)}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text></svg>`;
};
