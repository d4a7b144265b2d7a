// Package site gives a test a token with a first key and the daemon that serves it, all in a temporary
// directory. It uses the standard library alone, because modules that need different versions of
// k8s.io/apiserver share it.
package site

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Keyring is the one that `keelson dev` makes.
const Keyring = "dev"

const (
	token  = "keelson-dev"
	served = "serving until Ctrl-C"
	ready  = "ready socket="
)

// Site is a token, its PIN and a configuration.
type Site struct {
	t      testing.TB
	dir    string
	device device
	more   []string
}

// device is what keeps the keys of a site: the tests run on each.
type device interface {
	// yaml is the lines of the configuration that lead to it.
	yaml() []string
	pinFile() string
	takeAway()
	bringBack()
	// destroy is for good.
	destroy()
	// rotate makes generation 2, beside the daemon.
	rotate(in time.Duration)
	// reclaim is what an operating system does for a device whose user was killed.
	reclaim()
}

// New makes the token in the device that KEELSON_CONFORMANCE_DEVICE names, or in SoftHSM.
//
// More is appended to the configuration.
func New(t testing.TB, more ...string) *Site {
	t.Helper()
	s := empty(t)
	s.more = more
	switch name := os.Getenv("KEELSON_CONFORMANCE_DEVICE"); name {
	case "", "softhsm2":
		s.device = newSoftHSM(s)
	case "tpm2":
		s.device = newTPM(s)
	default:
		t.Fatalf("KEELSON_CONFORMANCE_DEVICE is %q, not softhsm2 or tpm2", name)
	}
	s.configure()
	return s
}

func empty(t testing.TB) *Site {
	t.Helper()
	// Not t.TempDir: with the test's name in it, the path is too long for a socket.
	dir, err := os.MkdirTemp("", "keelson")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return &Site{t: t, dir: dir}
}

// Endpoint is the socket as an EncryptionConfiguration names it.
func (s *Site) Endpoint() string { return "unix://" + s.Socket() }

// Socket is its path.
func (s *Site) Socket() string { return filepath.Join(s.dir, "kms.sock") }

// Serve returns when the daemon is ready; it ends with the test.
func (s *Site) Serve() *Process {
	s.t.Helper()
	daemon := s.start("serve", "--config", s.config())
	daemon.await(ready)
	return daemon
}

// Rotate makes the next generation beside the daemon.
func (s *Site) Rotate(in time.Duration) {
	s.t.Helper()
	s.device.rotate(in)
}

// TakeTokenAway makes the device lose its token under the running daemon.
func (s *Site) TakeTokenAway() {
	s.t.Helper()
	s.device.takeAway()
}

// BringTokenBack undoes TakeTokenAway.
func (s *Site) BringTokenBack() {
	s.t.Helper()
	s.device.bringBack()
}

// DestroyToken destroys the token and its keys.
func (s *Site) DestroyToken() {
	s.t.Helper()
	s.device.destroy()
}

func (s *Site) state() string  { return filepath.Join(s.dir, "state") }
func (s *Site) config() string { return filepath.Join(s.dir, "keelson.yaml") }

// The shortest intervals allowed, so that tests wait for the API server only.
func (s *Site) configure() {
	s.t.Helper()
	lines := append([]string{
		"keyring: " + Keyring,
		"state-dir: " + s.state(),
		"token:",
		"  label: " + token,
		"  pin-file: " + s.device.pinFile(),
		"canary:",
		"  interval: 1s",
		"rotation:",
		"  poll: 1s",
		"socket:",
		fmt.Sprintf("  address: %q", s.Endpoint()),
	}, s.device.yaml()...)
	s.write(s.config(), strings.Join(lines, "\n")+"\n"+strings.Join(s.more, ""), 0o600)
}

func (s *Site) write(file, content string, mode os.FileMode) {
	s.t.Helper()
	if err := os.WriteFile(file, []byte(content), mode); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Site) mkdir(dir string) {
	s.t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
}
