{{- define "ml.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "ml.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "ml.pod" -}}
serviceAccountName: {{ include "ml.name" . }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
securityContext: {{ include "ml.podSecurity" . | nindent 2 }}
# The sleep before SIGTERM, the draining, and a margin.
terminationGracePeriodSeconds: {{ add .component.drainSeconds 15 }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{ include "ml.selector" . | nindent 8 }}
{{- with .component.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .component.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .component.affinity }}
affinity: {{ toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: {{ .name }}
    image: {{ include "ml.image" .root | quote }}
    imagePullPolicy: {{ .root.Values.image.pullPolicy }}
    args: [{{ .name }}]
    env: {{ include "ml.env" . | nindent 6 }}
    {{- with .component.extraEnvFrom }}
    envFrom: {{ toYaml . | nindent 6 }}
    {{- end }}
    ports:
      - { name: ops, containerPort: 9090 }
      {{- if eq .name "gateway" }}
      - { name: http, containerPort: 8001 }
      {{- end }}
    startupProbe: { httpGet: { path: /livez, port: ops }, periodSeconds: 2, failureThreshold: 30 }
    livenessProbe: { httpGet: { path: /livez, port: ops }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }
    readinessProbe: { httpGet: { path: /readyz, port: ops }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 }
    # Until every load balancer has heard that the pod ends.
    lifecycle: { preStop: { sleep: { seconds: 5 } } }
    resources: {{ toYaml .component.resources | nindent 6 }}
    securityContext: {{ include "ml.containerSecurity" . | nindent 6 }}
    volumeMounts:
      - { name: tmp, mountPath: /tmp }
volumes:
  - { name: tmp, emptyDir: { sizeLimit: {{ .component.tmpSize }} } }
{{- end -}}
