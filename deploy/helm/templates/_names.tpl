{{- define "nwd.name" -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{- end }}

{{- define "nwd.labels" -}}
app.kubernetes.io/name: nowrongdoor
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "nwd.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}

{{- define "nwd.container" -}}
image: {{ include "nwd.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
envFrom:
  - secretRef:
      name: {{ .Values.secrets.databases }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - {name: settings, mountPath: /etc/nwd, readOnly: true}
  - {name: secrets, mountPath: /run/secrets/nwd, readOnly: true}
  - {name: data, mountPath: /var/lib/nwd}
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{- define "nwd.pod" -}}
serviceAccountName: {{ include "nwd.name" . }}
automountServiceAccountToken: false
terminationGracePeriodSeconds: 40
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
volumes:
  - name: settings
    configMap:
      name: {{ include "nwd.name" . }}
  - name: secrets
    secret:
      secretName: {{ .Values.secrets.files }}
      defaultMode: 0440
  - name: data
    emptyDir: {sizeLimit: 64Mi}
  - name: tmp
    emptyDir: {sizeLimit: 64Mi}
{{- end }}

{{- define "nwd.probes" -}}
startupProbe:
  httpGet: {path: /livez, port: http}
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: {path: /livez, port: http}
  periodSeconds: 10
  timeoutSeconds: 3
readinessProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
lifecycle:
  preStop:
    sleep: {seconds: 5} # until nobody is sent here any more
{{- end }}

{{- define "nwd.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "nwd.labels" .root | nindent 8 }}
        app.kubernetes.io/component: {{ .role }}
{{- end }}
