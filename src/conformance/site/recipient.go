package site

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	recipientKey = "recovery"
	recipientPIN = "1234"
)

// Recipient is a token of its own, with an RSA key that opens recovery copies.
type Recipient struct {
	t   testing.TB
	dir string
}

// NewRecipient makes token and key as docs/recovery.md does.
func NewRecipient(t testing.TB) *Recipient {
	t.Helper()
	r := &Recipient{t, t.TempDir()}
	r.write("softhsm2.conf", "directories.tokendir = "+r.file("tokens")+"\nobjectstore.backend = file\n")
	if err := os.Mkdir(r.file("tokens"), 0o700); err != nil {
		t.Fatal(err)
	}
	r.write("pin", recipientPIN+"\n")
	r.write("safe.yaml", strings.Join([]string{
		"state-dir: " + r.file("state"),
		"module:",
		"  path: " + softHSMLibrary,
		"  environment:",
		"    SOFTHSM2_CONF: " + r.file("softhsm2.conf"),
		"token:",
		"  label: safe",
		"  pin-file: " + r.file("pin"),
		"",
	}, "\n"))
	r.run("softhsm2-util", "--init-token", "--free", "--label", "safe", "--so-pin", "12345678", "--pin", recipientPIN)
	r.tool("--keypairgen", "--key-type", "rsa:3072", "--label", recipientKey, "--usage-decrypt")
	r.tool("--read-object", "--type", "pubkey", "--label", recipientKey, "-o", r.file("safe.der"))
	r.run("openssl", "pkey", "-pubin", "-inform", "DER", "-in", r.file("safe.der"), "-out", r.file("safe.pem"))
	return r
}

// Yaml goes into the configuration of a daemon that makes copies for it.
func (r *Recipient) Yaml() string {
	return fmt.Sprintf("recovery:\n  recipients:\n    - %s\n", r.file("safe.pem"))
}

// Recover runs `keelson recover` and returns the directory with what is to be put back.
func (s *Site) Recover(by *Recipient, dump, provider string) (dir string) {
	s.t.Helper()
	dir = filepath.Join(s.dir, "recovered")
	s.start("recover", "--from", dump, "--provider", provider, "--recipient-config", by.file("safe.yaml"),
		"--recipient-key", recipientKey, "--reason", "conformance", "--yes",
		"--config", s.config(), "--to", dir).succeed()
	return dir
}

// Run runs a program with some variables more.
func Run(program string, variables ...string) error {
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), variables...)
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, output)
	}
	return nil
}

func (r *Recipient) tool(arguments ...string) {
	r.t.Helper()
	r.run("pkcs11-tool", append([]string{
		"--module", softHSMLibrary, "--token-label", "safe", "--login", "--pin", recipientPIN}, arguments...)...)
}

func (r *Recipient) run(program string, arguments ...string) {
	r.t.Helper()
	cmd := exec.Command(program, arguments...)
	cmd.Env = append(os.Environ(), "SOFTHSM2_CONF="+r.file("softhsm2.conf"))
	if output, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("%s: %v: %s", program, err, output)
	}
}

func (r *Recipient) file(name string) string { return filepath.Join(r.dir, name) }

func (r *Recipient) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(r.file(name), []byte(text), 0o400); err != nil {
		r.t.Fatal(err)
	}
}
