/** A coefficient of variation of 0.20 over the week, or more, is as unsafe as it gets. */
const WORST_VARIATION = 0.2;
const MIN_HISTORY_HOURS = 24;

/** From the variation of the week's step-held hourly prices; null with less than a day of history. */
export const volatilityScore = (history: { readonly cv_168h: number | null; readonly history_hours: number } | undefined): number | null =>
  history === undefined || history.cv_168h === null || history.history_hours < MIN_HISTORY_HOURS
    ? null
    : 1 - Math.min(1, history.cv_168h / WORST_VARIATION);
