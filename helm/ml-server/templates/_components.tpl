{{- /* Every Deployment by its name, with what it has of its own over the defaults. */ -}}
{{- define "ml.components" -}}
{{- $all := dict -}}
{{- range $name, $own := .Values.services -}}
{{- $_ := set $all $name (mergeOverwrite (deepCopy $.Values.defaults) (deepCopy ($own | default dict)) (dict "kind" (ternary "stateless" "service" (eq $name "insight")))) -}}
{{- end -}}
{{- range $name, $own := .Values.engines -}}
{{- if not (kindIs "invalid" $own) -}}
{{- $_ := set $all $name (mergeOverwrite (deepCopy $.Values.defaults) (deepCopy $.Values.engineDefaults) (deepCopy $own) (dict "kind" "engine")) -}}
{{- end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{- define "ml.env" -}}
- { name: NATS_URL, value: {{ .root.Values.nats.url | quote }} }
- { name: NATS_USER, value: {{ .name | quote }} }
{{ include "ml.secretEnv" (dict "root" .root "env" "NATS_PASSWORD" "key" (printf "nats-password-%s" .name)) }}
- { name: OPS_PORT, value: "9090" }
- { name: LOG_LEVEL, value: {{ .root.Values.logLevel | quote }} }
- { name: DRAIN_SECONDS, value: {{ .component.drainSeconds | quote }} }
{{- if .root.Values.redis.enabled }}
{{ include "ml.secretEnv" (dict "root" .root "env" "REDIS_URL" "key" "redis-url") }}
{{- end }}
{{- with .root.Values.objectStore }}
{{- if .enabled }}
- { name: BLOB_STORE, value: s3 }
- { name: BLOB_S3_BUCKET, value: {{ required "objectStore.bucket is needed where objectStore is enabled" .bucket | quote }} }
- { name: BLOB_S3_PREFIX, value: {{ .prefix | quote }} }
- { name: BLOB_S3_REGION, value: {{ .region | quote }} }
{{- with .endpoint }}
- { name: BLOB_S3_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- end }}
{{- end }}
{{- with .root.Values.otlpEndpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{ include (printf "ml.%sEnv" .component.kind) . }}
{{- range $key, $value := .component.env }}
- { name: {{ $key }}, value: {{ $value | quote }} }
{{- end }}
{{- end -}}

{{- /* Services have a Postgres role of their own name. */ -}}
{{- define "ml.serviceEnv" -}}
- { name: DB_HOST, value: {{ .root.Values.database.host | quote }} }
- { name: DB_PORT, value: {{ .root.Values.database.port | quote }} }
- { name: DB_NAME, value: {{ .root.Values.database.name | quote }} }
- { name: DB_USER, value: {{ .name | quote }} }
{{ include "ml.secretEnv" (dict "root" .root "env" "DB_PASSWORD" "key" (printf "db-password-%s" .name)) }}
{{- if eq .name "collector" }}
{{ include "ml.secretEnv" (dict "root" .root "env" "COLLECT_HASH_KEY" "key" "collect-hash-key") }}
{{- end }}
{{- if eq .name "gateway" }}
- { name: ML_SERVER_PORT, value: "8001" }
{{- if .component.bootstrapKeys }}
{{ include "ml.secretEnv" (dict "root" .root "env" "ML_BOOTSTRAP_PLATFORM_KEY" "key" "platform-key") }}
{{ include "ml.secretEnv" (dict "root" .root "env" "ML_BOOTSTRAP_ADMIN_KEY" "key" "admin-key") }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* What keeps nothing. */ -}}
{{- define "ml.statelessEnv" -}}
{{- end -}}

{{- define "ml.engineEnv" -}}
- { name: ENGINE_THREADS, value: {{ .component.threads | quote }} }
- { name: ENGINE_THREAD_MEMORY_MB, value: {{ .component.threadMemoryMb | quote }} }
{{- end -}}
