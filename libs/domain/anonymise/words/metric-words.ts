/** Words of the names that the clouds give their metrics. */
export const METRIC_WORDS = `
  cpu vcpu vcpus cpus core cores ram mem memory swap gpu utilization utilisation usage used util percent percentage pct ratio rate rates count counts number total totals sum
  average avg mean median minimum min maximum peak p50 p90 p95 p99 percentile latest current curr desired actual
  bytes byte kilobytes megabytes gigabytes terabytes kb mb gb tb kib mib gib tib bits kbps mbps gbps iops ops op second seconds sec secs millisecond milliseconds ms minute minutes
  hour hours hourly days daily week weeks weekly month months monthly year years yearly per
  read reads write writes written input output in out inbound outbound ingress egress sent received receive receives send transmit transmitted transmission upload uploads
  download downloads downloaded get put post delete deletes list copy scan scans query queries select insert inserts update updates commit commits rollback
  network packet packets dropped drop drops traffic bandwidth flow flows port ports protocol tcp udp icmp syn
  request requests response responses latency duration time times age delay lag wait waiting queue depth length size sizes backlog pending
  error errors fault faults failure failures failed fail success successes successful succeeded rejected reject throttle throttled throttles throttling timeout timeouts
  exception exceptions invalid unauthorized denied blocked retry retries 2xx 3xx 4xx 5xx xx http code codes elb status check checks health healthy unhealthy
  credit credits balance burst surplus charged idle busy active inactive available availability free freeable remaining consumed consumption provisioned reserved allocated
  allocatable limit limits threshold capacity space storage volume disk file files filesystem inode inodes pages fault
  connection connections connected open opened closed new established concurrent concurrency parallel thread threads process processes
  cache hit hits miss misses eviction evictions evicted expired item items key keys object objects
  message messages visible invisible oldest newest published delivered acknowledged unacked consumer consumers producer producers offset offsets iterator
  transaction transactions deadlock deadlocks locks checkpoint buffer buffers replication replica binlog wal oplog cursor cursors index indexes
  invocation invocations execution executions init initialization cold start starts started stop stops stopped restart restarts reboot uptime downtime boot
  bucket buckets object objects snapshot backup restore retention recovery target destination source upstream downstream backend frontend
  login logins signin sign last activity activities views viewed visits visitors sessions emails mails calls meetings chats minutes
  temperature energy cost costs amount spend charge charges
  billed billing estimated forecast anomaly score quality compute container instance node pod
  host group desired running ready evictable scheduled unscheduled evict
  read write iops throughput ebs net rx tx io iowait nice steal softirq irq kernel interrupts contexts
  dtu dtus ru rus edtu normalized server worker
  dns lookup lookups resolve resolved handshake tls ssl certificate expiry days
  first last byte bytes to from of for with without and or by on at
  autogrow autoscale logical physical compressed uncompressed
`;
