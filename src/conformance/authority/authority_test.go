package authority

import (
	"bytes"
	"context"
	"crypto/rand"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"k8s.io/apiserver/pkg/storage/value/encrypt/envelope/kmsv2"
	kmsapi "k8s.io/kms/apis/v2"
	"k8s.io/kms/pkg/service"

	"keelson.dev/conformance/site"
)

func TestTheClientOfKubernetes131IsServed(t *testing.T) {
	place := site.New(t)
	place.Serve()
	client := dial(t, place.Endpoint())
	answer, err := client.Status(t.Context())
	if err != nil || answer.Healthz != "ok" {
		t.Fatal(answer, err)
	}
	seed := []byte(rand.Text() + rand.Text())[:32]
	sealed, err := client.Encrypt(t.Context(), "uid-1", seed)
	if err != nil || sealed.KeyID != answer.KeyID {
		t.Fatal(sealed, err)
	}
	opened, err := client.Decrypt(t.Context(), "uid-2", &service.DecryptRequest{
		Ciphertext: sealed.Ciphertext, KeyID: sealed.KeyID, Annotations: sealed.Annotations,
	})
	if err != nil || !bytes.Equal(opened, seed) {
		t.Fatal("the seed did not come back", err)
	}
}

func TestThePathItselfAsAuthorityIsServed(t *testing.T) {
	place := site.New(t)
	place.Serve()
	connection, err := grpc.NewClient(place.Endpoint(), grpc.WithAuthority(place.Socket()),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	answer, err := kmsapi.NewKeyManagementServiceClient(connection).Status(ctx, &kmsapi.StatusRequest{})
	if err != nil || answer.GetHealthz() != "ok" {
		t.Fatal(answer, err)
	}
}

// Without this, a newer client in go.mod would make the first test prove nothing.
func TestTheClientOfKubernetes131SendsTheEncodedPath(t *testing.T) {
	dir, err := os.MkdirTemp("", "authority")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	socket := filepath.Join(dir, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(chan string, 1)
	server := grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, call grpc.ServerStream) error {
		headers, _ := metadata.FromIncomingContext(call.Context())
		seen <- headers.Get(":authority")[0]
		return status.Error(codes.Unimplemented, "only looking")
	}))
	defer server.Stop()
	go func() { _ = server.Serve(listener) }()

	if _, err := dial(t, "unix://"+socket).Status(t.Context()); status.Code(err) != codes.Unimplemented {
		t.Fatal(err)
	}
	if authority := <-seen; authority != url.PathEscape(socket) {
		t.Fatalf("the authority is %q", authority)
	}
}

func dial(t *testing.T, endpoint string) service.Service {
	client, err := kmsv2.NewGRPCService(t.Context(), endpoint, "older", 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
