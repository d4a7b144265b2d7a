package conformance

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/etcd/client/pkg/v3/transport"
	clientv3 "go.etcd.io/etcd/client/v3"

	"keelson.dev/conformance/site"
)

// access is how a client reaches etcd: as kube-apiserver's --etcd-certfile, --etcd-keyfile and
// --etcd-cafile have it, with one bundle that Keelson keeps for the first two.
type access struct {
	endpoint, bundle, ca string
}

// dial connects with kube-apiserver's own reading of the files.
func (a access) dial() (*clientv3.Client, error) {
	info := transport.TLSInfo{CertFile: a.bundle, KeyFile: a.bundle, TrustedCAFile: a.ca}
	config, err := info.ClientConfig()
	if err != nil {
		return nil, err
	}
	return clientv3.New(clientv3.Config{Endpoints: []string{a.endpoint}, TLS: config, DialTimeout: 20 * time.Second})
}

// flags has etcd let in whom Keelson certified, and nobody else.
func (a access) flags(dir string, issuer *site.Issuer) ([]string, error) {
	server := filepath.Join(dir, "server.pem")
	if err := serverPair(server, a.ca); err != nil {
		return nil, err
	}
	return []string{
		"--cert-file=" + server, "--key-file=" + server, "--client-cert-auth=true",
		"--trusted-ca-file=" + issuer.Root(), "--client-crl-file=" + issuer.CRL(),
		"--enable-grpc-gateway=false",
	}, nil
}

// serverPair makes etcd's own pair, which is not Keelson's to make.
func serverPair(bundle, certificate string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "etcd"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
	if err := os.WriteFile(certificate, public, 0o600); err != nil {
		return err
	}
	return os.WriteFile(bundle, append(private, public...), 0o600)
}

// outside stands for a test where there is none: around all of them.
type outside struct {
	testing.TB
	undo   []func()
	failed bool
}

func (o *outside) Helper()           {}
func (o *outside) Failed() bool      { return o.failed }
func (o *outside) Cleanup(f func())  { o.undo = append(o.undo, f) }
func (o *outside) Fatal(args ...any) { o.Fatalf("%s", fmt.Sprint(args...)) }

// Fatalf has each process tell what it wrote.
func (o *outside) Fatalf(format string, args ...any) {
	o.failed = true
	o.end()
	panic(fmt.Sprintf(format, args...))
}
func (o *outside) Logf(format string, args ...any)   { fmt.Fprintf(os.Stderr, format+"\n", args...) }
func (o *outside) Errorf(format string, args ...any) { o.Logf(format, args...) }

func (o *outside) end() {
	for i := len(o.undo) - 1; i >= 0; i-- {
		o.undo[i]()
	}
}

// The connection of all these tests is of a certificate that Keelson issued: without one etcd lets
// nobody in.
func TestEtcdLetsNobodyInWithoutACertificateOfTheIssuer(t *testing.T) {
	t.Parallel()
	bare := store.access
	bare.bundle = filepath.Join(t.TempDir(), "self.pem")
	must(t, serverPair(bare.bundle, filepath.Join(t.TempDir(), "self.crt")))
	client, err := bare.dial()
	must(t, err)
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	if _, err := client.Get(ctx, "/here"); err == nil {
		t.Fatal("etcd took a certificate that Keelson did not issue")
	}
}
