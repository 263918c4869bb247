import type { ChangePreferences, Preferences } from '@ml/contracts/privacy';

/** What is kept of what somebody said. */
export type KeptPreferences = Omit<Preferences, 'mode' | 'collects' | 'updated_at'>;

export interface Circumstances {
  /** RFC 3339. */
  readonly now: string;
  /** Of an industry as it was given, the name that may be kept. */
  readonly industryOf: (text: string) => string | null;
}

/** Of whoever never said anything. */
export const noPreferences = (retentionYears: number): KeptPreferences => ({
  ml_data_collection_consent: null,
  ml_consent_date: null,
  objection: false,
  objected_at: null,
  anonymized_industry: null,
  anonymized_company_size: null,
  data_retention_years: retentionYears,
});

/** What is left out stays as it is. Times are those of the change from one to the other: saying the same again does not renew them. */
export const changedPreferences = (before: KeptPreferences, changes: ChangePreferences['changes'], { now, industryOf }: Circumstances): KeptPreferences => {
  const consent = changes.ml_data_collection_consent ?? before.ml_data_collection_consent;
  const objection = changes.objection ?? before.objection;
  const industry = changes.anonymized_industry;
  return {
    ml_data_collection_consent: consent,
    ml_consent_date: consent === before.ml_data_collection_consent ? before.ml_consent_date : now,
    objection,
    objected_at: objectedAt(before, objection, now),
    anonymized_industry: industry === undefined ? before.anonymized_industry : industry === null ? null : industryOf(industry),
    anonymized_company_size: changes.anonymized_company_size === undefined ? before.anonymized_company_size : changes.anonymized_company_size,
    data_retention_years: changes.data_retention_years ?? before.data_retention_years,
  };
};

const objectedAt = (before: KeptPreferences, objection: boolean, now: string): string | null => {
  if (!objection) return null;
  return before.objection ? before.objected_at : now;
};

/** Whether anything of this user is collected. */
export const collects = ({ objection, ml_data_collection_consent }: Pick<KeptPreferences, 'objection' | 'ml_data_collection_consent'>, mode: Preferences['mode']): boolean =>
  !objection && (mode === 'automatic' || ml_data_collection_consent === true);
