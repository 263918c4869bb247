import type { CollectionFault } from '@ml/contracts/collection';
import { isObject } from '../prices/is-object';
import { collectionFault } from './collection-fault';
import type { KeptConfig } from './collected-rows';
import { keptName } from './kept-name';
import { looksLikeIdentifier } from './looks-like-identifier';
import { isMachineType } from './machine-type';
import type { Vocabulary } from './vocabulary';

/** Numbers that are kept, and the most that each can be: a number with as many digits as an account has is none of these. */
const NUMBERS: Readonly<Record<string, number>> = {
  size: 1e6,
  size_gb: 1e6,
  size_mb: 1e9,
  storage_gb: 1e6,
  allocated_storage: 1e6,
  allocated_storage_gb: 1e6,
  disk_size_gb: 1e6,
  iops: 1e6,
  throughput: 1e5,
  throughput_mbps: 1e5,
  memory_mb: 1e8,
  memory_gb: 1e5,
  memory_size: 1e8,
  timeout: 1e5,
  timeout_seconds: 1e5,
  vcpu: 1e4,
  vcpus: 1e4,
  cpu_count: 1e4,
  node_count: 1e5,
  instance_count: 1e5,
  replica_count: 1e4,
  replicas: 1e4,
  min_size: 1e5,
  max_size: 1e5,
  desired_capacity: 1e5,
  shard_count: 1e5,
  target_count: 1e5,
  attachment_count: 1e5,
  backup_retention_days: 1e4,
  backup_retention_period: 1e4,
  retention_days: 1e4,
  read_capacity: 1e6,
  write_capacity: 1e6,
  capacity: 1e6,
  capacity_units: 1e6,
  dtu: 1e5,
  seats: 1e6,
  object_count: 1e12,
  snapshot_count: 1e5,
};

const FLAGS = new Set('encrypted multi_az public publicly_accessible is_public attached autoscaling auto_scaling deletion_protection versioning versioning_enabled lifecycle_policy has_lifecycle_policy ebs_optimized delete_on_termination spot zone_redundant geo_redundant high_availability serverless performance_insights monitoring detailed_monitoring bursting accelerated_networking'.split(' '));

const TEXTS = new Set('type volume_type disk_type storage_type storage_class instance_type instance_class machine_type node_type vm_size size sku sku_name sku_tier tier access_tier performance_tier performance_mode throughput_mode service_tier class engine engine_version runtime architecture platform os os_type operating_system state status provisioning_state license_type billing_mode capacity_mode replication redundancy scheme load_balancer_type ip_version allocation_method purchase_option tenancy virtualization_type kind'.split(' '));

/** Engines that are called like people, under the one key where they are engines. */
const ENGINES = new Set(['aurora', 'cassandra']);

/** Where three numbers between dots are a version: anywhere else they may be somebody's day of birth. */
const VERSIONED = new Set(['engine_version', 'runtime', 'platform', 'os', 'operating_system']);
const THREE_NUMBERS = /^\d+\.\d+\.\d+$/;

/** Counts of objects are long; nothing is kept of them that could be compared. */
const EXACT_BELOW = 100_000;
const DIGITS = 3;
const MOST_CHARACTERS = 60;

type Kept = string | number | boolean;

/** Fields of the list with values that such a field can have; nested ones never. Null when nothing is left. */
export const keptConfig = (config: unknown, path: string, vocabulary: Vocabulary): { readonly config: KeptConfig | null; readonly faults: readonly CollectionFault[] } => {
  if (config === undefined || config === null) return { config: null, faults: [] };
  if (!isObject(config)) return { config: null, faults: [collectionFault(path, 'BAD_CONFIG')] };
  const kept: [string, Kept][] = [];
  const faults: CollectionFault[] = [];
  for (const key of Object.keys(config).filter((given) => KEYS.has(given)).sort()) {
    const value = config[key];
    if (value === null || value === undefined) continue;
    const read = readValue(key, value, vocabulary);
    if (read === null) faults.push(collectionFault(`${path}.${key}`, 'CONFIG_VALUE_REFUSED'));
    else kept.push([key, read]);
  }
  return { config: kept.length === 0 ? null : Object.fromEntries(kept), faults };
};

const KEYS = new Set([...Object.keys(NUMBERS), ...FLAGS, ...TEXTS]);

const readValue = (key: string, value: unknown, vocabulary: Vocabulary): Kept | null => {
  if (typeof value === 'number') return readNumber(value, NUMBERS[key]);
  if (typeof value === 'boolean') return FLAGS.has(key) ? value : null;
  return typeof value === 'string' && TEXTS.has(key) ? readText(key, value, vocabulary) : null;
};

const readNumber = (value: number, most: number | undefined): number | null => {
  if (most === undefined || !Number.isFinite(value) || value < 0 || value > most) return null;
  return value < EXACT_BELOW ? Math.round(value * 100) / 100 : Number(value.toPrecision(DIGITS));
};

const readText = (key: string, value: string, vocabulary: Vocabulary): string | null => {
  if (!VERSIONED.has(key) && THREE_NUMBERS.test(value)) return null;
  if (value.length > MOST_CHARACTERS || looksLikeIdentifier(value)) return isMachineType(value) ? value : null;
  if (key === 'engine' && ENGINES.has(value)) return value;
  return isMachineType(value) ? value : keptName(value, vocabulary, MOST_CHARACTERS);
};
