import { confidential } from './wire';

/* As in collection.ts: user ids travel in memory only. */

export interface UserKey {
  readonly user_id: string;
}

export const COMPANY_SIZES = ['1-10', '11-50', '51-200', '201-1000', '1001-5000', '5000+'] as const;

export interface Preferences {
  /** What the user said; null: nothing yet. */
  readonly ml_data_collection_consent: boolean | null;
  readonly ml_consent_date: string | null;
  /** Always honoured, whatever the mode. */
  readonly objection: boolean;
  readonly objected_at: string | null;
  readonly anonymized_industry: string | null;
  readonly anonymized_company_size: string | null;
  readonly data_retention_years: number;
  /** How the server collects: of everybody who did not object, or of those who agreed. */
  readonly mode: 'automatic' | 'opt_in';
  /** What follows from all of it. */
  readonly collects: boolean;
  readonly updated_at: string | null;
}

export interface ChangePreferences extends UserKey {
  readonly changes: {
    readonly ml_data_collection_consent?: boolean;
    readonly objection?: boolean;
    readonly anonymized_industry?: string | null;
    readonly anonymized_company_size?: string | null;
    readonly data_retention_years?: number;
  };
}

/** Somebody who never said anything gets the defaults. */
export const askPreferences = confidential<UserKey, Preferences>('collector', 'preferences', 5_000);
/** From the answer on nothing is collected that must not be: a scan of the user that is being stored is waited for. */
export const askChangePreferences = confidential<ChangePreferences, Preferences>('collector', 'change-preferences', 45_000);

/** Pages through everything that is kept of one user. */
export interface AccessQuery extends UserKey {
  /** Where the page before ended: its `next`; null: the first. */
  readonly cursor: string | null;
}

export interface AccessPage {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Null: the last page. */
  readonly next: string | null;
}

export const askAccessPage = confidential<AccessQuery, AccessPage>('collector', 'access-page', 30_000);

export interface EraseUser extends UserKey {
  /** Keep nothing of this user in future either. */
  readonly object: boolean;
}

export interface Erased {
  /** Rows by table; a table is named when anything of it has gone. */
  readonly rows: Readonly<Record<string, number>>;
  /** Exports whose files have gone, and that are made anew without the user. */
  readonly exports_rewritten: number;
  readonly objection_kept: boolean;
  readonly erased_at: string;
}

/** Everything of the user is gone when it answers; asked again it finds nothing and says so. */
export const askEraseUser = confidential<EraseUser, Erased>('collector', 'erase-user', 120_000);
