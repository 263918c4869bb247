/** Whether the resource of a row was found by the user's scans, and by nobody else's. `scans` is the parameter that lists those. */
export const onlyMine = (table: string, scans: `$${number}`): string => {
  const found = `SELECT FROM ml_training_data AS found WHERE found.account_hash = ${table}.account_hash AND found.resource_hash = ${table}.resource_hash`;
  return `(EXISTS (${found} AND found.scan_id = ANY(${scans}::text[])) AND NOT EXISTS (${found} AND NOT found.scan_id = ANY(${scans}::text[])))`;
};
