const HUNDREDTHS = 100;
const MOST = 1_000 * HUNDREDTHS;
/** Numbers with two decimals below a thousand, nearly all that a series is kept with; texts of numbers say nothing of anybody. */
const TEXTS = new Array<string | undefined>(MOST);

/** As JSON has it. */
export const numberText = (value: number): string => {
  const hundredths = Math.round(value * HUNDREDTHS);
  return hundredths >= 0 && hundredths < MOST && hundredths / HUNDREDTHS === value ? (TEXTS[hundredths] ??= JSON.stringify(value)) : JSON.stringify(value);
};
