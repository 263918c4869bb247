/** Words of what is found about a resource, and of the states that resources are in. */
export const SCENARIO_WORDS = `
  idle unused underused underutilized underutilised overprovisioned oversized undersized orphan orphaned orphans abandoned stale old obsolete outdated legacy deprecated unsupported
  unattached attached detached unassociated associated disassociated unassigned assigned unlinked unmounted mounted unreferenced referenced untagged tagged unencrypted encrypted
  unhealthy healthy empty inactive active dormant expired expiring forgotten leftover duplicate duplicated redundant excessive inefficient misconfigured suboptimal wasteful waste
  never rarely infrequently frequently recently recent low high very no non not zero few many only always without with after before since than more less
  running stopped stopping starting started terminated terminating pending provisioning provisioned deleting deleted creating created available unavailable failed failing degraded
  paused suspended disabled enabled deallocated allocated hibernated archived shelved rebooting updating modifying maintenance unknown normal error ok none other succeeded inuse use in
  usage utilization cpu memory disk network io traffic connection connections request requests invocation invocations activity access accessed accesses data objects files backends
  target targets instance instances volume snapshot backup backups policy lifecycle retention versioning version versions generation previous current newer
  nonproduction nonprod production prod development dev test testing staging stage qa uat sandbox demo
  rightsize rightsizing resize resizing downsize downsizing upsize upsizing migrate migration upgrade modernize modernization schedule scheduled scheduling shutdown start stop
  reserved spot ondemand demand savings plan commitment coverage expensive costly cheaper cost class tier storage type size wrong
  region zone az multi single availability replica replicas replication standby read
  over under above below threshold limit days hours hour weeks week months month year years weekend weekends night nights business
  multipart incomplete upload uploads noncurrent public private unrestricted exposed attachment detachment association parent
  deleted ignored kept keep ignore delete detected missing lost dangling disconnected connected unmanaged managed manual automatic auto
  first seen last created launched modified used age aged
  no_traffic candidate candidates recommendation opportunity potential
  unlicensed unassigned licensed overlicensed blocked external guest shared disabled resource
`;
