package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/server/healthz"
	"k8s.io/apiserver/pkg/server/options/encryptionconfig"
	"k8s.io/apiserver/pkg/storage/value"
)

// apiServer is the part of kube-apiserver that stands between an object and etcd. A new one has an
// empty cache and no seed, like a process that has just started.
type apiServer struct {
	transformers value.ResourceTransformers
	health       []healthz.HealthChecker // none without a KMS provider
}

func startAPIServer(ctx context.Context, file string) (*apiServer, error) {
	config, err := encryptionconfig.LoadEncryptionConfig(ctx, file, false, "apiserver")
	if err != nil {
		return nil, err
	}
	return &apiServer{encryptionconfig.StaticTransformers(config.Transformers), config.HealthChecks}, nil
}

// newAPIServer is one that has become healthy, as the API server waits for before it serves: on a
// busy machine the first answer of a daemon may take longer than a call's 3 s.
func newAPIServer(t *testing.T, file string) *apiServer {
	t.Helper()
	server, err := startAPIServer(t.Context(), file)
	must(t, err)
	eventually(t, func() error { return server.healthy(t.Context()) })
	return server
}

func (a *apiServer) healthy(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "/healthz/kms-providers", nil)
	if err != nil {
		return err
	}
	for _, check := range a.health {
		err = errors.Join(err, check.Check(request))
	}
	return err
}

func (a *apiServer) write(ctx context.Context, o object) error {
	stored, err := a.of(o).TransformToStorage(ctx, []byte(o.value), o.context())
	if err != nil {
		return err
	}
	_, err = store.Put(ctx, o.key, string(stored))
	return err
}

// read fails for any value but the object's own.
func (a *apiServer) read(ctx context.Context, o object) (stale bool, err error) {
	stored, err := store.stored(ctx, o.key)
	if err != nil {
		return false, err
	}
	read, stale, err := a.of(o).TransformFromStorage(ctx, stored, o.context())
	if err == nil && string(read) != o.value {
		err = wrongAnswer(fmt.Sprintf("%s is %q instead of %q", o.key, read, o.value))
	}
	return stale, err
}

// readAs fails also if the value is not stale, or stale, as told.
func (a *apiServer) readAs(ctx context.Context, stale bool, o object) error {
	seen, err := a.read(ctx, o)
	if err == nil && seen != stale {
		err = fmt.Errorf("%s: stale is %t", o.key, seen)
	}
	return err
}

func (a *apiServer) of(o object) value.Transformer {
	return a.transformers.TransformerForResource(o.resource)
}

// wrongAnswer is the one failure that no outage excuses.
type wrongAnswer string

func (w wrongAnswer) Error() string { return string(w) }

type object struct {
	resource   schema.GroupResource
	key, value string
}

// Bound to the key: a value moved to another key does not open.
func (o object) context() value.Context { return value.DefaultContext(o.key) }

// newObject has a value that no other test writes.
func newObject(t *testing.T, resource, name string) object {
	return object{
		schema.ParseGroupResource(resource),
		fmt.Sprintf("/registry/%s/%s/%s", resource, t.Name(), name),
		fmt.Sprintf("plaintext of %s %s in %s", resource, name, t.Name()),
	}
}

func secret(t *testing.T, name string) object { return newObject(t, "secrets", name) }

const identity = "identity: {}"

func kms(name, endpoint string) string {
	return fmt.Sprintf("kms: {apiVersion: v2, name: %s, endpoint: %q, timeout: 3s}", name, endpoint)
}

// group is one entry of `resources:`; the first provider writes.
func group(resources string, providers ...string) string {
	return fmt.Sprintf("- resources: [%s]\n  providers:\n  - %s\n", resources, strings.Join(providers, "\n  - "))
}

func configuration(t *testing.T, groups ...string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "encryption.yaml")
	configure(t, file, groups...)
	return file
}

// configure replaces the file at once, as a reader that polls it needs.
func configure(t *testing.T, file string, groups ...string) {
	t.Helper()
	text := "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n" +
		strings.Join(groups, "")
	must(t, os.WriteFile(file+".new", []byte(text), 0o600))
	must(t, os.Rename(file+".new", file))
}
