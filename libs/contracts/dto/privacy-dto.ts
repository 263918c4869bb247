import { field } from '../field';
import { COMPANY_SIZES, type ChangePreferences, type Erased, type Preferences } from '../privacy';

const YEARS = { unit: 'years', min: 1, max: 10, example: 3 } as const;
type Changes = ChangePreferences['changes'];
const TIME = '2026-11-22T10:00:00.000Z';

export class UserPath {
  @field.text({ what: 'The user, by the id that scans and actions carry. It is hashed before anything is looked up; neither log nor trace has it.', max: 512, example: 'user-7' })
  readonly user_id!: string;
}

export class ErasureQuery {
  @field.flag({ what: 'Keep nothing of this user in future either; false unless given.', example: true, optional: true })
  readonly object?: boolean;
}

export class PreferencesChangeDto implements Changes {
  @field.flag({ what: 'Whether the user agrees that data about their accounts are collected without names. When it was said is kept.', example: true, optional: true })
  readonly ml_data_collection_consent?: boolean;

  @field.flag({ what: 'Whether the user objects. Nothing of them is collected from the answer on, whatever else was said; what is kept stays until it is erased.', example: false, optional: true })
  readonly objection?: boolean;

  @field.text({ what: 'Industry of the company, in known words; anything else is kept as `other`. null: not told any more.', max: 512, example: 'technology', optional: true, nullable: true })
  readonly anonymized_industry?: string | null;

  @field.text({ what: 'How many people the company has. null: not told any more.', of: COMPANY_SIZES, example: '51-200', optional: true, nullable: true })
  readonly anonymized_company_size?: string | null;

  @field.integer({ what: 'After how long what is collected of this user goes. The server keeps nothing for longer than COLLECT_RETENTION_YEARS.', ...YEARS, optional: true })
  readonly data_retention_years?: number;
}

export class PreferencesDto implements Preferences {
  @field.flag({ what: 'What the user said; null: nothing yet.', example: true, nullable: true })
  readonly ml_data_collection_consent!: boolean | null;

  @field.time({ what: 'When it was said.', example: TIME, nullable: true })
  readonly ml_consent_date!: string | null;

  @field.flag({ what: 'Whether the user objects: always honoured, also after an erasure.', example: false })
  readonly objection!: boolean;

  @field.time({ what: 'Since when.', example: null, nullable: true })
  readonly objected_at!: string | null;

  @field.text({ what: 'Industry, in known words.', max: 50, example: 'technology', nullable: true })
  readonly anonymized_industry!: string | null;

  @field.text({ what: 'Size of the company.', of: COMPANY_SIZES, example: '51-200', nullable: true })
  readonly anonymized_company_size!: string | null;

  @field.integer({ what: 'What the user wished for, or the default; never more than COLLECT_RETENTION_YEARS is kept.', ...YEARS })
  readonly data_retention_years!: number;

  @field.text({ what: 'How the server collects: `automatic`, of everybody who does not object; `opt_in`, of those who have agreed.', of: ['automatic', 'opt_in'], example: 'automatic' })
  readonly mode!: 'automatic' | 'opt_in';

  @field.flag({ what: 'What follows from all of it: whether anything of this user is collected.', example: true })
  readonly collects!: boolean;

  @field.time({ what: 'Of the last change; null: defaults.', example: TIME, nullable: true })
  readonly updated_at!: string | null;
}

export class ErasedDto implements Erased {
  @field.free({ what: 'Rows that have gone, by table; nothing: there was nothing.', example: { ml_training_data: 812, user_action_patterns: 3, collection_scans: 4, collection_subjects: 1 } })
  readonly rows!: Readonly<Record<string, number>>;

  @field.integer({ what: 'Exports that could hold the user: their files have gone, archived copies too, and they are made anew without.', min: 0, max: 1_000_000, example: 2 })
  readonly exports_rewritten!: number;

  @field.flag({ what: 'Whether an objection survives: nothing of the user is collected in future either. It does when it was asked for, or the user had objected.', example: true })
  readonly objection_kept!: boolean;

  @field.time({ what: 'When.', example: TIME })
  readonly erased_at!: string;
}

/** Everything that is kept of one user, as one document. */
export class UserExportDto {
  @field.time({ what: 'When it was read; what comes meanwhile may be in it or not.', example: TIME })
  readonly exported_at!: string;

  @field.free({ what: 'What each table and column means.', example: { collection_subjects: { what: 'Accounts that the user is linked to.', columns: { user_hash: 'The user, hashed.' } } } })
  readonly meaning!: object;

  @field.free({ what: 'Rows by table; a table without any is left out.', example: { collection_subjects: [{ user_hash: '5f0c…', account_hash: '91ab…', first_seen_at: TIME }] } })
  readonly data!: object;

  @field.free({ what: 'How many rows of each.', example: { collection_subjects: 1 } })
  readonly rows!: Readonly<Record<string, number>>;

  @field.flag({ what: 'True: nothing is missing. A document without it was cut off; ask again.', example: true })
  readonly complete!: true;
}
