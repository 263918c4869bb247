/**
 * Names of the fields that are kept of a posted state, by where they come from. A name stands for the field at any depth of such an object.
 * It is an allow-list: what nobody reads is not stored. A spec compares it with what the readers of posted state ask for.
 */
const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

const KUBERNETES = words(`
  apiVersion kind items metadata name namespace uid creationTimestamp deletionTimestamp generation generateName ownerReferences controller spec status
  providerID unschedulable taints key value effect timeAdded conditions type reason lastTransitionTime nodeInfo architecture operatingSystem kubeletVersion
  nodeName hostNetwork containers initContainers image imageID resources claims resourceClaims restartPolicy affinity nodeAffinity podAffinity podAntiAffinity
  requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms matchExpressions matchFields operator values
  weight preference podAffinityTerm labelSelector topologyKey namespaces namespaceSelector matchLabelKeys mismatchLabelKeys topologySpreadConstraints maxSkew
  whenUnsatisfiable minDomains nodeAffinityPolicy nodeTaintsPolicy tolerations tolerationSeconds priority priorityClassName preemptionPolicy schedulerName
  schedulingGates runtimeClassName terminationGracePeriodSeconds volumes persistentVolumeClaim claimName readOnly emptyDir medium sizeLimit hostPath path
  ephemeral volumeClaimTemplate configMap secret projected downwardAPI ports containerPort hostPort hostIP protocol qosClass phase startTime podIP
  containerStatuses initContainerStatuses containerID restartCount ready started state lastState terminated running waiting exitCode signal startedAt finishedAt
  replicas template strategy updateStrategy rollingUpdate maxSurge maxUnavailable minReadySeconds readyReplicas availableReplicas updatedReplicas currentReplicas
  unavailableReplicas observedGeneration serviceName volumeClaimTemplates podManagementPolicy minAvailable unhealthyPodEvictionPolicy disruptionsAllowed
  currentHealthy desiredHealthy expectedPods scaleTargetRef minReplicas maxReplicas desiredReplicas lastScaleTime metrics resource target averageUtilization
  averageValue behavior scaleDown scaleUp stabilizationWindowSeconds policies periodSeconds selectPolicy minReplicaCount maxReplicaCount idleReplicaCount
  pollingInterval cooldownPeriod fallback paused schedule timeZone suspend concurrencyPolicy jobTemplate startingDeadlineSeconds
  lastScheduleTime active clusterIP port targetPort nodePort externalTrafficPolicy internalTrafficPolicy trafficDistribution loadBalancer loadBalancerClass
  allocateLoadBalancerNodePorts ingress hostname ip externalIPs sessionAffinity ingressClassName rules host http paths pathType backend service number
  defaultBackend accessModes persistentVolumeReclaimPolicy storageClassName volumeMode volumeName claimRef awsElasticBlockStore volumeID fsType csi driver
  volumeHandle required dataSource dataSourceRef apiGroup source persistentVolumeClaimName volumeSnapshotContentName boundVolumeSnapshotContentName readyToUse
  restoreSize creationTime volumeSnapshotClassName snapshotHandle deletionPolicy volumeSnapshotRef volumeSnapshotName allocatedResources desired`);

/** In PascalCase; the camelCase of other sources counts as the same. */
const AWS = words(`
  Reservations ReservationId Instances Volumes Snapshots Addresses NetworkInterfaces LoadBalancers LoadBalancerDescriptions NatGateways DBInstances DBClusters
  Images InstanceId InstanceType InstanceLifecycle SpotInstanceRequestId State Name Code Status Placement AvailabilityZone AvailabilityZoneId Tenancy GroupName
  LaunchTime PlatformDetails Platform Architecture UsageOperation ImageId EbsOptimized CpuOptions CoreCount ThreadsPerCore BlockDeviceMappings DeviceName Ebs
  VolumeId SnapshotId VolumeSize VolumeType Size Iops Throughput Encrypted MultiAttachEnabled CreateTime CreatedTime StartTime AttachTime DetachTime CreationDate
  DeleteOnTermination Attachments Attachment AttachmentId Association AssociationId AllocationId PublicIp PublicDnsName PublicIpAddress PublicIpv4Pool CarrierIp
  CustomerOwnedIp IpOwnerId NetworkInterfaceId NetworkInterfaceOwnerId NetworkBorderGroup PrivateIpAddress PrivateIpAddresses PrivateIp PrivateDnsName Primary
  Ipv6Addresses Ipv6Address SubnetId VpcId InterfaceType RequesterId RequesterManaged Description Domain OwnerId OwnerAlias InstanceOwnerId StateMessage
  StateTransitionReason StateReason StorageTier Progress DataEncryptionKeyId LoadBalancerArn LoadBalancerName DNSName Scheme Type IpAddressType
  AvailabilityZones ZoneName LoadBalancerAddresses IpAddress NatGatewayId NatGatewayAddresses IsPrimary ConnectivityType DBInstanceIdentifier DBInstanceArn
  DBInstanceClass DBInstanceStatus DBClusterIdentifier DBClusterArn Engine EngineVersion InstanceCreateTime ClusterCreateTime AllocatedStorage StorageType MultiAZ
  LicenseModel PubliclyAccessible Endpoint Address Port SecondaryAvailabilityZone ReadReplicaSourceDBInstanceIdentifier CreatedBy createdBy CanonicalHostedZoneId
  Value Key ServiceManaged Operator Managed Principal AutoScalingGroups LifecycleState AutoScalingGroupName MinSize MaxSize DesiredCapacity DBSubnetGroup
  HibernationOptions Configured LaunchTemplateVersions LaunchTemplateId LaunchTemplateName VersionNumber DefaultVersion LaunchTemplateData LastLaunchedTime VPCId
  FullSnapshotSizeInBytes UserIdentity Arn UserName PrincipalId`);

/** Shapes of our own. */
const OBSERVED = words(`
  window start end step_seconds nodes containers name cpu_cores memory_bytes namespace pod container workload kind source destination gb_per_day source_zone
  destination_zone node rx_bytes_per_second tx_bytes_per_second cross_az_gb_month egress_gb_month allowance_exceeded bw_in bw_out pps conntrack linklocal
  latency_ms p50 p90 p95 p99 image digest size_bytes layers created_by pulls_per_month cross_az_pulls_pct egress_pulls_pct reason container_id finished_at
  started_at cluster_id provider_ids volume_ids timestamp at count`);

export interface Allowed {
  readonly names: ReadonlySet<string>;
  /** AWS objects are written in two spellings. */
  readonly eitherCase: boolean;
}

const kubernetes: Allowed = { names: new Set(KUBERNETES), eitherCase: false };
const aws: Allowed = { names: new Set(AWS), eitherCase: true };
const observed: Allowed = { names: new Set(OBSERVED), eitherCase: false };

const kinds = (text: string, allowed: Allowed): readonly (readonly [string, Allowed])[] => words(text).map((kind) => [kind, allowed]);

/** The fields of `current_state` itself, and what is kept under each; any other is left behind. */
export const KEPT_KINDS: ReadonlyMap<string, Allowed> = new Map([
  ...kinds(
    `nodes pods pod_disruption_budgets deployments stateful_sets daemon_sets replica_sets horizontal_pod_autoscalers scaled_objects jobs cron_jobs services ingresses
     endpoint_slices persistent_volumes persistent_volume_claims volume_snapshots volume_snapshot_contents storage_classes priority_classes namespaces`,
    kubernetes,
  ),
  ...kinds('instances volumes snapshots addresses network_interfaces load_balancers nat_gateways db_instances db_clusters amis auto_scaling_groups launch_templates', aws),
  ...kinds('usage traffic network images events clusters', observed),
]);

/** Instants beside the kinds. */
export const KEPT_TIMES: ReadonlySet<string> = new Set(['observed_at', 'instances_observed_at', 'nodes_observed_at']);

/** Maps whose keys are the customer's own words; their plain values are kept: selectors and quantities are made of them. */
export const OPEN_MAPS: ReadonlySet<string> = new Set(['labels', 'matchLabels', 'nodeSelector', 'selector', 'requests', 'limits', 'capacity', 'allocatable', 'overhead']);
