{{- define "ml.name" -}}
{{- printf "%s-%s" .root.Release.Name .name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "ml.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "ml.labels" -}}
{{ include "ml.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "ml.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}{{ .repository }}@{{ .digest }}{{- else -}}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{- end -}}
{{- end -}}
{{- end -}}

{{- define "ml.secret" -}}
{{- .Values.secrets.existingSecret | default (printf "%s-secrets" .Release.Name) -}}
{{- end -}}

{{- define "ml.secretEnv" -}}
- name: {{ .env }}
  valueFrom: { secretKeyRef: { name: {{ include "ml.secret" .root }}, key: {{ .key }} } }
{{- end -}}

{{- /* Without one of these some pod never starts. */ -}}
{{- define "ml.secretKeys" -}}
- database-admin-url
- nats-password-bootstrap
{{- range $name, $component := (include "ml.components" . | fromYaml) }}
- nats-password-{{ $name }}
{{- if eq $component.kind "service" }}
- db-password-{{ $name }}
{{- end }}
{{- end }}
- collect-hash-key
{{- if .Values.redis.enabled }}
- redis-url
{{- end }}
{{- if .Values.services.gateway.bootstrapKeys }}
- platform-key
- admin-key
{{- end }}
{{- end -}}
