package conformance

import (
	"bytes"
	"errors"
	"os"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

const staticPod = "../package/tree/usr/share/keelson/kubernetes/pod.yaml"

// podOf reads a manifest as the API server does with fieldValidation=Strict: letters of the other case
// are another field.
func podOf(manifest []byte) (*corev1.Pod, error) {
	asJSON, err := yaml.YAMLToJSONStrict(manifest)
	if err != nil {
		return nil, err
	}
	pod := &corev1.Pod{}
	faults, err := json.UnmarshalStrict(asJSON, pod)
	return pod, errors.Join(append(faults, err)...)
}

// A field that Kubernetes does not know is dropped by kubelet without a word: a right that was meant
// to be taken away, say.
func TestTheStaticPodHasFieldsOfKubernetesOnly(t *testing.T) {
	manifest, err := os.ReadFile(staticPod)
	if err != nil {
		t.Fatal(err)
	}
	pod, err := podOf(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if len(pod.Spec.Containers) != 1 || len(pod.Spec.Volumes) == 0 || pod.Spec.SecurityContext == nil {
		t.Errorf("not the pod that was meant: %v", pod.Spec)
	}
	misspelt := bytes.Replace(manifest, []byte("readOnlyRootFilesystem"), []byte("readonlyRootFilesystem"), 1)
	if _, err := podOf(misspelt); err == nil {
		t.Error("a misspelt field was taken")
	}
}
