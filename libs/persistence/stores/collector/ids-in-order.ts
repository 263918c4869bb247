/**
 * Ids for the rows of one statement, in their order: behind a random beginning they are counted. Random ones for each row are met all over their index, which takes longer
 * than the rest of it.
 */
export const IDS_IN_ORDER = `((SELECT left(gen_random_uuid()::text, 24)) || lpad(to_hex(row_number() OVER ()), 12, '0'))::uuid`;
