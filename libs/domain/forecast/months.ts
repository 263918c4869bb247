const FORM = /^(\d{4})-(0[1-9]|1[0-2])$/;
const MONTHS_OF_YEAR = 12;

/** Months since year 0 of `2026-01`; null when it is none. */
export const monthNumber = (month: string): number | null => {
  const [, year, ofYear] = FORM.exec(month) ?? [];
  return year === undefined ? null : Number(year) * MONTHS_OF_YEAR + Number(ofYear) - 1;
};

/** `2026-01` of months since year 0. */
export const monthName = (number: number): string => {
  const year = Math.floor(number / MONTHS_OF_YEAR);
  return `${String(year).padStart(4, '0')}-${String((number % MONTHS_OF_YEAR) + 1).padStart(2, '0')}`;
};
