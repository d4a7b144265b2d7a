package conformance

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	kmstypes "k8s.io/apiserver/pkg/storage/value/encrypt/envelope/kmsv2/v2"
)

// The checks return errors, so that failing_test.go can demand one of each.

// sealed returns what is in etcd for an object, if that is a KMS v2 envelope of the provider.
func sealed(ctx context.Context, provider string, o object) (*kmstypes.EncryptedObject, error) {
	stored, err := store.stored(ctx, o.key)
	if err != nil {
		return nil, err
	}
	envelope, found := bytes.CutPrefix(stored, []byte("k8s:enc:kms:v2:"+provider+":"))
	if !found {
		return nil, fmt.Errorf("%s is not sealed by %s: %.40q", o.key, provider, stored)
	}
	if bytes.Contains(stored, []byte(o.value)) {
		return nil, fmt.Errorf("%s is readable", o.key)
	}
	parsed := &kmstypes.EncryptedObject{}
	return parsed, proto.Unmarshal(envelope, parsed)
}

// sealedBy fails also if the key_id does not begin so.
func sealedBy(ctx context.Context, provider, keyID string, o object) error {
	envelope, err := sealed(ctx, provider, o)
	if err == nil && !strings.HasPrefix(envelope.KeyID, keyID) {
		err = fmt.Errorf("%s is sealed by %s, not %s", o.key, envelope.KeyID, keyID)
	}
	return err
}

func differentSeeds(ctx context.Context, provider string, objects ...object) error {
	seen := map[string]string{}
	for _, o := range objects {
		envelope, err := sealed(ctx, provider, o)
		if err != nil {
			return err
		}
		if other, found := seen[string(envelope.EncryptedDEKSource)]; found {
			return fmt.Errorf("%s and %s share a seed", other, o.key)
		}
		seen[string(envelope.EncryptedDEKSource)] = o.key
	}
	return nil
}

// keeps is what every plugin must do: seal for one API server, and open for the next one.
func keeps(ctx context.Context, file, provider string, o object) error {
	writer, err := startAPIServer(ctx, file)
	if err != nil {
		return err
	}
	if err := writer.healthy(ctx); err != nil {
		return err
	}
	if err := writer.write(ctx, o); err != nil {
		return err
	}
	if _, err := sealed(ctx, provider, o); err != nil {
		return err
	}
	if err := store.holdsNothingOf(o.value); err != nil {
		return err
	}
	reader, err := startAPIServer(ctx, file)
	if err != nil {
		return err
	}
	return reader.readAs(ctx, false, o)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustFail(t *testing.T, err error, because string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), because) {
		t.Fatalf("the error should say %q: %v", because, err)
	}
}

// eventually waits for the API server, which asks for Status up to 20 s after the last good answer.
func eventually(t *testing.T, check func() error) {
	t.Helper()
	deadline := time.Now().Add(40 * time.Second)
	for {
		err := check()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
