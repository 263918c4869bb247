/** How words begin that say what cannot be taken back, whatever it is done to. */
const DESTRUCTIVE = /^(?:decommission|delet|deregist|destroy|drain|drop|eras|evict|kill|prun|purg|releas|remov|rm$|shred|terminat|trash|truncat|uninstall|wip(?:e|ing))/;
/** A tag can be put on again. */
const TAGS = /^tags?$/;

/** `delete_volume`, `Delete-Volume`, `batchDeleteImage`. */
const wordsOf = (action: string): readonly string[] =>
  action
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z\d]+/);

/** Whether its name says that it cannot be undone. */
export const isDestructive = (action: string): boolean => wordsOf(action).some((word, index, words) => DESTRUCTIVE.test(word) && !TAGS.test(words[index + 1] ?? ''));

/** What the built-in engines do without asking, by these very names. */
const UNASKED: readonly string[] = [
  ...['add_tags', 'add_tags_to_resource', 'create_tags', 'delete_tags', 'remove_tags', 'remove_tags_from_resource'],
  ...['backup_cluster_state', 'create_snapshot', 'validate_cluster_health', 'validate_downsizes', 'validate_final_state', 'validate_upsizes'],
  ...['wait_nodes_ready', 'wait_pods_gone', 'wait_pods_ready', 'watch_container_memory'],
  ...['cordon_node', 'uncordon_node', 'run_instances', 'start_instances', 'stop_instances', 'create_nodegroup'],
  ...['patch_cron_job', 'patch_daemon_set', 'patch_deployment', 'patch_horizontal_pod_autoscaler', 'patch_job', 'patch_pod', 'patch_replica_set', 'patch_rollout', 'patch_service', 'patch_stateful_set'],
  ...['annotate_scaled_object', 'scale_deployment', 'scale_stateful_set', 'suspend_cron_job', 'resume_cron_job', 'build_image', 'set_image'],
  ...['create_ingress', 'create_nat_gateway', 'create_vpc_endpoint', 'change_resource_record_sets', 'replace_route'],
];

/** Whether it may be done without anybody's agreement: what nobody has heard of may not. */
export const isUnasked = (action: string): boolean => UNASKED.includes(action);
