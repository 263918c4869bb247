declare const unit: unique symbol;

/** A number that carries its unit in its type, so that cores are never added to millicores. */
export type Branded<Unit extends string> = number & { readonly [unit]: Unit };

export type Millicores = Branded<'millicores'>;
export type Bytes = Branded<'bytes'>;
export type UsdPerHour = Branded<'USD/hour'>;
export type UsdPerMonth = Branded<'USD/month'>;
/** 1 = safe, 0 = unsafe: the one direction of risk used inside. */
export type SafetyScore = Branded<'safety'>;
/** Milliseconds since the epoch, UTC. */
export type EpochMs = Branded<'epoch ms'>;

export const millicores = (value: number): Millicores => value as Millicores;
export const bytes = (value: number): Bytes => value as Bytes;
export const usdPerHour = (value: number): UsdPerHour => value as UsdPerHour;
export const usdPerMonth = (value: number): UsdPerMonth => value as UsdPerMonth;
export const epochMs = (value: number): EpochMs => value as EpochMs;

/** Clamped to [0, 1]: rounding in a weighted sum may leave it a hair outside. */
export const safetyScore = (value: number): SafetyScore => Math.min(1, Math.max(0, value)) as SafetyScore;
