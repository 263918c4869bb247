/** `use1-az4`, and `usw2-lax1-az1` of a local zone: the same everywhere. */
const ZONE_ID = /-az\d+$/;

/** Which zone a name such as `us-east-1a` stands for differs between accounts, so nobody can tell which id it has. */
export type ZoneNaming = 'name' | 'id';

export const ZONE_NAMINGS: readonly ZoneNaming[] = ['name', 'id'];

export const zoneNaming = (zone: string): ZoneNaming => (ZONE_ID.test(zone) ? 'id' : 'name');

/** How many zones these are at least: a name and an id may mean the same one. */
export const zonesAtLeast = (zones: ReadonlySet<string>): number => {
  const ids = [...zones].filter((zone) => zoneNaming(zone) === 'id').length;
  return Math.max(ids, zones.size - ids);
};
