// Package site gives a test a SoftHSM token with a first key and the daemon that serves it, all in a
// temporary directory. It uses the standard library alone, because modules that need different
// versions of k8s.io/apiserver share it.
package site

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Keyring is the one that `keelson dev` makes.
const Keyring = "dev"

const (
	softHSM = "/usr/lib/softhsm/libsofthsm2.so"
	served  = "serving until Ctrl-C"
	ready   = "ready socket="
)

// Site is a token, its PIN and a configuration.
type Site struct {
	t    testing.TB
	dir  string
	more []string
}

// New makes the token by `keelson dev`, which keeps the PINs in files: softhsm2-util would want them
// as arguments.
//
// More is appended to the configuration.
func New(t testing.TB, more ...string) *Site {
	t.Helper()
	if _, err := os.Stat(softHSM); err != nil {
		t.Fatalf("no SoftHSM here: install the package softhsm2 (%v)", err)
	}
	// Not t.TempDir: with the test's name in it, the path is too long for a socket.
	dir, err := os.MkdirTemp("", "keelson")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &Site{t: t, dir: dir, more: more}
	dev := s.start("dev", "--state-dir", s.state())
	dev.await(served)
	dev.Stop()
	if err := os.WriteFile(s.config(), []byte(s.yaml()), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
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

// Kek runs a command of `keelson kek` to its end, beside the daemon.
func (s *Site) Kek(word string, arguments ...string) {
	s.t.Helper()
	s.start(append([]string{"kek", word, "--config", s.config()}, arguments...)...).succeed()
}

// TakeTokenAway makes SoftHSM lose its token under the running daemon.
func (s *Site) TakeTokenAway() { s.move(s.tokens(), s.tokens()+".away") }

// BringTokenBack undoes TakeTokenAway.
func (s *Site) BringTokenBack() { s.move(s.tokens()+".away", s.tokens()) }

// DestroyToken deletes the token's files.
func (s *Site) DestroyToken() {
	s.t.Helper()
	if err := os.RemoveAll(s.tokens()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Site) move(from, to string) {
	s.t.Helper()
	if err := os.Rename(from, to); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Site) state() string  { return filepath.Join(s.dir, "state") }
func (s *Site) tokens() string { return filepath.Join(s.state(), "tokens") }
func (s *Site) config() string { return filepath.Join(s.dir, "keelson.yaml") }

// The shortest intervals allowed, so that tests wait for the API server only.
func (s *Site) yaml() string {
	return strings.Join([]string{
		"keyring: " + Keyring,
		"state-dir: " + s.state(),
		"module:",
		"  path: " + softHSM,
		"  environment:",
		"    SOFTHSM2_CONF: " + s.state() + "/softhsm2.conf",
		"token:",
		"  label: keelson-dev",
		"  pin-file: " + s.state() + "/pin",
		"canary:",
		"  interval: 1s",
		"rotation:",
		"  poll: 1s",
		"socket:",
		fmt.Sprintf("  address: %q", s.Endpoint()),
		"",
	}, "\n") + strings.Join(s.more, "")
}
