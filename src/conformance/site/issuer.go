package site

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const profile = "conformance"

// Issuer is a daemon that certifies etcd's clients, with its key in the device under test.
type Issuer struct {
	site *Site
}

// NewIssuer makes the authority and serves it.
func NewIssuer(t testing.TB) *Issuer {
	t.Helper()
	s := New(t)
	i := &Issuer{s}
	// A TPM that nobody manages has room for one key beside the KEK: the ledger's, or the issuing one.
	s.more = []string{fmt.Sprintf(`ledger:
  checkpoint-interval: off
issuer:
  socket:
    address: %q
  profiles:
    - name: %s
      common-name: kube-apiserver-etcd-client
  allow:
    - uid: %d
      profiles: [%[2]s]
`, i.address(), profile, os.Getuid())}
	s.configure()
	s.start("ca", "init", "--config", s.config()).succeed()
	s.device.reclaim()
	daemon := s.Serve()
	daemon.await("issuer socket=")
	daemon.await("serve-authority")
	return i
}

// Root is the file that etcd trusts clients by.
func (i *Issuer) Root() string { return filepath.Join(i.site.state(), "ca", "root.pem") }

// CRL is the file that etcd reads at each handshake.
func (i *Issuer) CRL() string { return filepath.Join(i.site.state(), "ca", "crl.der") }

// Keep gets a fresh certificate into a bundle, key and all, as an operator does.
func (i *Issuer) Keep(bundle string) {
	i.site.t.Helper()
	i.site.start("cert", "keep", "--once", "--now", "--profile", profile, "--socket", i.address(),
		"--bundle", bundle).succeed()
}

func (i *Issuer) address() string { return "unix://" + filepath.Join(i.site.dir, "issuer.sock") }
