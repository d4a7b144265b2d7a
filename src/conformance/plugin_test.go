package conformance

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"k8s.io/kms/pkg/service"
)

// plugin is an honest KMS v2 plugin until a test bends one of its answers.
type plugin struct {
	key           cipher.AEAD
	bendStatus    func(*service.StatusResponse)
	bendEncrypted func(*service.EncryptResponse)
	bendDecrypted func(seed []byte) []byte
}

// servePlugin returns the endpoint of a plugin that ends with the test.
func servePlugin(t *testing.T, bend func(*plugin)) (endpoint string) {
	t.Helper()
	block, err := aes.NewCipher([]byte(rand.Text()[:16]))
	must(t, err)
	key, err := cipher.NewGCMWithRandomNonce(block)
	must(t, err)
	p := &plugin{
		key:           key,
		bendStatus:    func(*service.StatusResponse) {},
		bendEncrypted: func(*service.EncryptResponse) {},
		bendDecrypted: func(seed []byte) []byte { return seed },
	}
	bend(p)
	dir, err := os.MkdirTemp("", "plugin") // short: it is a socket's path
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	server := service.NewGRPCService(socket, time.Second, p)
	go func() { _ = server.ListenAndServe() }()
	eventually(t, func() error {
		connection, err := net.Dial("unix", socket)
		if err == nil {
			connection.Close()
		}
		return err
	})
	t.Cleanup(server.Close)
	return "unix://" + socket
}

func (p *plugin) Status(context.Context) (*service.StatusResponse, error) {
	answer := &service.StatusResponse{Version: "v2", Healthz: "ok", KeyID: "key-1"}
	p.bendStatus(answer)
	return answer, nil
}

func (p *plugin) Encrypt(_ context.Context, _ string, seed []byte) (*service.EncryptResponse, error) {
	answer := &service.EncryptResponse{Ciphertext: p.key.Seal(nil, nil, seed, nil), KeyID: "key-1"}
	p.bendEncrypted(answer)
	return answer, nil
}

func (p *plugin) Decrypt(_ context.Context, _ string, sealed *service.DecryptRequest) ([]byte, error) {
	seed, err := p.key.Open(nil, nil, sealed.Ciphertext, nil)
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, "not mine")
	}
	return p.bendDecrypted(seed), nil
}
