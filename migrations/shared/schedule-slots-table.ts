/** One row per slot of a schedule that has been taken: the primary key is what lets a timer fire once among many replicas. */
export const SCHEDULE_SLOTS_TABLE: readonly string[] = [
  `CREATE TABLE schedule_slots (
     schedule text NOT NULL,
     slot timestamptz NOT NULL,
     fired boolean NOT NULL DEFAULT true,
     taken_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (schedule, slot)
   )`,
];
