/** Words of the clouds' services and of their kinds of resources. What is somebody's name as well stands only where the words around it make it a service: `aurora_cluster`. */
export const RESOURCE_WORDS = `
  aws amazon azure microsoft gcp google cloud googleapis com office office365 m365 ms365 o365
  ec2 ec ebs efs fsx fsxn s3 rds dms eks ecs ecr elb alb nlb clb gwlb elbv2 vpc vpn nat eni eip ami asg iam kms sns sqs ses mq msk emr acm waf ssm cdn dns cdk
  lambda fargate dynamodb dynamo redshift neptune documentdb docdb timestream keyspaces qldb elasticache memorydb opensearch elasticsearch kinesis firehose glue
  sagemaker bedrock comprehend rekognition transcribe translate textract cloudfront cloudwatch cloudtrail cloudformation cloudhsm cloudsearch route53 route
  apigateway appsync eventbridge stepfunctions stepfunction beanstalk lightsail workspaces workspace appstream codebuild codepipeline codecommit codedeploy secretsmanager
  directconnect globalaccelerator accelerator transitgateway transit storagegateway backup vault datasync transfer lustre ontap openzfs guardduty inspector config
  vm vms vmss aks acr acs sql mysql mariadb postgres postgresql cosmos cosmosdb synapse databricks datafactory factory hdinsight eventhub eventhubs eventgrid servicebus bus
  iot appservice webapp webapps functionapp functions function logicapp logicapps logic signalr frontdoor front door bastion expressroute express firewall firewalls
  keyvault monitor purview fabric openai cognitive search batch automation arc netapp redis managed unmanaged availability scaleset sets set
  gce gke gcs gcr gae bigquery bigtable spanner firestore firebase datastore dataflow dataproc dataprep composer pubsub cloudsql cloudrun filestore memorystore vertex dataplex
  alloydb anthos apigee looker automl tpu gpu run build scheduler armor interconnect
  exchange sharepoint onedrive teams team outlook intune entra defender yammer planner powerbi powerapps powerautomate apps app copilot visio project
  license licenses licence licences subscription subscriptions seat seats mailbox mailboxes user users guest guests group groups site sites channel channels tenant
  addon addons plan plans sku e1 e3 e5 f1 f3 p1 p2
  resource resources instance instances volume volumes disk disks snapshot snapshots image images bucket buckets blob blobs container containers object objects file files share shares
  table tables database databases db dbs cluster clusters node nodes nodegroup nodepool pool pools pod pods namespace namespaces deployment deployments workload workloads
  daemonset statefulset replicaset job jobs cronjob task tasks service services server servers serverless endpoint endpoints gateway gateways balancer balancers load loadbalancer
  network networks networking subnet subnets interface interfaces address addresses ip ips ipv4 ipv6 elastic public private static dynamic reserved reservation reservations
  peering connection connections connector connectors links circuit circuits tunnel tunnels nic nics router routers routing rule rules listener listeners target targets
  security acl policy policies role roles key keys secret secrets certificate certificates credential credentials
  queue queues topic topics stream streams event events message messages broker brokers shard shards partition partitions
  function functions layer layers version versions alias aliases stage stages api apis rest http https websocket graph domain domains zone zones record records hosted
  log logs metric metrics alarm alarms dashboard dashboards trail trails trace traces workspace insight insights analytics analysis
  pipeline pipelines notebook notebooks model models training inference registry repository repositories artifact artifacts
  autoscaling scaling scale scalable group template templates launch placement fleet fleets spot host hosts dedicated bare metal
  storage compute memory cache caches account accounts organization organizations folder folders unit units
  system systems device devices hub hubs grid grids edge global regional local zonal multi
  persistent ephemeral temporary cold hot archive archives glacier standard premium ultra ssd hdd nvme
  gp2 gp3 io1 io2 st1 sc1 pd balanced extreme throughput optimized
  lrs zrs grs gzrs ragrs ragzrs standardssd premiumssd premiumv2 intelligent infrequent access tiering nearline coldline
  web worker workers proxy ingress egress internal external virtual machine machines hypervisor physical
  operation operations management manager center centre console client clients session sessions desktop desktops
  attachment attachments association associations allocation allocations assignment assignments replication replica replicas primary secondary standby reader writer readers writers
  provider providers store stores catalog catalogs crawler crawlers warehouse lake lakehouse data dataset datasets
  aurora_cluster aurora_instance aurora_serverless athena_workgroup polly_lexicon kendra_index macie_session privatelink private_link power_bi power_bi_pro power_bi_premium power_apps power_automate
  glacier_deep_archive deep_archive viva_engage
  savings commitment commitments capacity quota quotas budget budgets
`;
