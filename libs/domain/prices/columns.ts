/** A line of a delimited file by the normalised names of its columns. */
export type FileRecord = Readonly<Record<string, string>>;

/** `Availability_Zone`, `availabilityZone` and `AVAILABILITY ZONE` are one column. */
export const columnName = (header: string): string =>
  header
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** Names under which a column is found in files of others; the first one present wins. */
export const COLUMN_NAMES = {
  instance_type: ['instancetype', 'type'],
  zone: ['availabilityzone', 'az', 'zone', 'availabilityzoneid', 'azid', 'location'],
  region: ['region', 'regioncode', 'awsregion'],
  product: ['productdescription', 'product'],
  spot_price: ['spotprice', 'price', 'spotpriceusdhr'],
  timestamp: ['timestamp', 'time', 'datetime', 'date'],
  on_demand_price: ['hourlyprice', 'ondemandprice', 'ondemandusdhrlinux', 'ondemandusdhr', 'price', 'priceperunit'],
  operating_system: ['operatingsystem', 'os'],
  effective_date: ['effectivedate', 'date'],
  vcpu: ['vcpu', 'vcpus', 'defaultvcpus'],
  memory_mib: ['memorymib', 'sizeinmib'],
  architecture: ['arch', 'architecture', 'architectures', 'supportedarchitectures'],
  gpus: ['gpus', 'gpucount'],
  current_generation: ['currentgeneration'],
  burstable: ['burstable', 'burstableperformancesupported'],
  bare_metal: ['baremetal'],
  local_storage_gb: ['localstoragegb', 'instancestoragegb'],
  max_pods: ['enimaxpods', 'maxpods'],
} as const satisfies Record<string, readonly string[]>;

export type Column = keyof typeof COLUMN_NAMES;

/** The value of a column; undefined when the file has no such column. */
export const valueAt = (record: FileRecord, column: Column): string | undefined => {
  for (const name of COLUMN_NAMES[column]) {
    const value = record[name];
    if (value !== undefined) return value;
  }
  return undefined;
};

export const hasColumn = (names: readonly string[], column: Column): boolean => COLUMN_NAMES[column].some((name) => names.includes(name));

/** Columns of the published price archives that carry no header: zone id, type, product, price, time. */
export const HEADERLESS_SPOT_COLUMNS = ['azid', 'instancetype', 'product', 'price', 'timestamp'] as const;

/** The first line is data when it names no column that we know and has a figure in it: prices and times begin with a digit, names do not. */
export const isHeader = (fields: readonly string[]): boolean => {
  const names = fields.map(columnName);
  const knowsOne = (Object.keys(COLUMN_NAMES) as Column[]).some((column) => hasColumn(names, column));
  return knowsOne || !fields.some((field) => /^\s*-?\d/.test(field));
};
