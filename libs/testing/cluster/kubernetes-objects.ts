/** The fields of Kubernetes API objects that a made-up cluster fills, in their native form: quantities are texts. */
export type Labels = Readonly<Record<string, string>>;
export type Quantities = Readonly<Record<string, string>>;

interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: boolean;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly creationTimestamp: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly ownerReferences?: readonly OwnerReference[];
}

interface Selector {
  readonly matchLabels: Labels;
}

interface NodeSelector {
  readonly nodeSelectorTerms: readonly { readonly matchExpressions: readonly { readonly key: string; readonly operator: 'In'; readonly values: readonly string[] }[] }[];
}

interface Toleration {
  readonly key?: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly resources: { readonly requests: Quantities; readonly limits?: Quantities };
  readonly ports?: readonly { readonly containerPort: number; readonly hostPort?: number; readonly protocol: string }[];
}

export interface Affinity {
  readonly nodeAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution: NodeSelector };
  readonly podAntiAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution: readonly { readonly labelSelector: Selector; readonly topologyKey: string }[] };
}

export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
  readonly labelSelector: Selector;
}

export interface Volume {
  readonly name: string;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly emptyDir?: { readonly medium?: string };
}

export interface KubernetesPod {
  readonly metadata: Metadata;
  readonly spec: {
    readonly nodeName: string;
    readonly containers: readonly Container[];
    readonly tolerations: readonly Toleration[];
    readonly priority: number;
    readonly terminationGracePeriodSeconds: number;
    readonly nodeSelector?: Labels;
    readonly affinity?: Affinity;
    readonly topologySpreadConstraints?: readonly SpreadConstraint[];
    readonly volumes?: readonly Volume[];
  };
  readonly status: {
    readonly phase: string;
    readonly qosClass: string;
    readonly hostIP: string;
    readonly podIP: string;
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
  };
}

export interface KubernetesNode {
  readonly metadata: Metadata & { readonly labels: Labels };
  readonly spec: { readonly providerID: string; readonly taints?: readonly { readonly key: string; readonly value: string; readonly effect: string }[] };
  readonly status: {
    readonly capacity: Quantities;
    readonly allocatable: Quantities;
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
  };
}

export interface KubernetesDisruptionBudget {
  readonly metadata: Metadata;
  readonly spec: { readonly maxUnavailable: number | string; readonly selector: Selector };
  readonly status: { readonly currentHealthy: number; readonly desiredHealthy: number; readonly expectedPods: number; readonly disruptionsAllowed: number };
}

export interface KubernetesVolume {
  readonly metadata: Metadata;
  readonly spec: {
    readonly capacity: Quantities;
    readonly accessModes: readonly string[];
    readonly storageClassName: string;
    readonly claimRef: { readonly namespace: string; readonly name: string };
    readonly csi: { readonly driver: string; readonly volumeHandle: string };
    readonly nodeAffinity: { readonly required: NodeSelector };
  };
  readonly status: { readonly phase: string };
}

export interface KubernetesClaim {
  readonly metadata: Metadata;
  readonly spec: { readonly volumeName: string; readonly storageClassName: string; readonly accessModes: readonly string[]; readonly resources: { readonly requests: Quantities } };
  readonly status: { readonly phase: string };
}
