{{- define "ml.egress" -}}
- ports: [{ port: {{ .port }} }]
{{- with .to }}
  to: {{ toYaml . | nindent 4 }}
{{- end }}
{{- end -}}

{{- /* The port that a URL says or means; 443 without a URL. */ -}}
{{- define "ml.portOf" -}}
{{- $url := urlParse (. | default "https://aws") -}}
{{- $url.host | splitList ":" | last | int | default (ternary 443 80 (eq $url.scheme "https")) -}}
{{- end -}}
