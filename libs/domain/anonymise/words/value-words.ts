/** Words of values of tags and of configurations. */
export const VALUE_WORDS = `
  true false yes on off enabled disabled required optional none default custom auto automatic manual on-demand always never
  prod production prd live preprod preproduction pre staging stage stg dev development develop test testing tst qa uat int integration sandbox sbx demo poc pilot trial lab
  experiment experimental ephemeral temporary temp tmp permanent shared common nonprod nonproduction dr disaster recovery failover primary secondary canary beta alpha
  training preview feature release hotfix ci cd
  web website frontend front end backend back api gateway app apps application applications middleware database db cache queue worker batch job jobs scheduler streaming messaging
  search analytics analysis reporting report reports bi etl ml data warehouse lake datalake pipeline model training inference logging logs monitoring metrics observability tracing
  security audit compliance backup backups restore archive storage media file files static content cdn proxy vpn bastion jump network networking infrastructure infra platform
  internal external public private customer client facing partner business service services microservice microservices mission operations ops devops sre support
  billing payment payments checkout order orders inventory catalog shopping cart portal website mobile desktop iot device telemetry mail email notification notifications
  development build builds runner runners agent agents registry artifact artifacts tools tooling utility
  critical criticality high medium moderate low normal standard important essential urgent tier tier0 tier1 tier2 tier3 tier4 bronze platinum
  hourly daily weekly monthly quarterly yearly annual nightly days week weeks month months year years hour hours retention retain excluded exclude include included
  confidential restricted sensitive
  standard basic premium ultra general purpose generalpurpose businesscritical business hyperscale serverless provisioned elastic burstable optimized compute memory storage accelerated
  free developer enterprise starter medium large xlarge micro nano shared dedicated isolated consumption flex flexible single multi zonal regional global local redundant
  linux windows ubuntu debian rhel centos suse amazonlinux bottlerocket cos x86 x64 arm arm64 amd64 intel amd graviton hvm
  mysql postgres postgresql mariadb oracle sqlserver sql redis valkey memcached mongodb kafka rabbitmq activemq elasticsearch opensearch neptune gremlin
  aurora_mysql aurora_postgresql blue_green
  http https tcp udp tls grpc ipv4 ipv6 dualstack network application classic gateway
  gp2 gp3 io1 io2 st1 sc1 ssd hdd nvme magnetic pd balanced extreme lrs zrs grs gzrs ragrs standardssd premiumssd
  hot cool cold archive glacier instant ia onezone zone intelligent tiering infrequent access frequent nearline coldline
  aes256 aws kms sse cmk customer managed encrypted unencrypted
  spot ondemand reserved preemptible eviction capacity
  python nodejs node java dotnet golang php powershell provided container zip image
  active active-active passive standby writer reader readwrite readonly
`;
