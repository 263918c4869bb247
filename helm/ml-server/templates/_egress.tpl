{{- define "ml.egress" -}}
- ports: [{ port: {{ .port }} }]
{{- with .to }}
  to: {{ toYaml . | nindent 4 }}
{{- end }}
{{- end -}}
