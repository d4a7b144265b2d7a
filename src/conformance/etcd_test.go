package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"k8s.io/apiserver/pkg/server/options/encryptionconfig/controller"

	"keelson.dev/conformance/site"
)

// One etcd for all tests; each has keys of its own.
var store *etcd

type etcd struct {
	*clientv3.Client
	dir string
	access
}

func TestMain(m *testing.M) {
	if reach := os.Getenv(fakeEtcdctl); reach != "" {
		os.Exit(putAsEtcdctl(reach, os.Args[1:]))
	}
	controller.EncryptionConfigFileChangePollDuration = 250 * time.Millisecond
	os.Exit(withEtcd(m.Run))
}

func withEtcd(run func() int) int {
	dir, err := os.MkdirTemp("", "keelson-etcd")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	around := &outside{}
	defer around.end()
	stop, err := startEtcd(dir, site.NewIssuer(around))
	defer stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return run()
}

func startEtcd(dir string, issuer *site.Issuer) (stop func(), err error) {
	stop = func() {}
	if _, err := exec.LookPath("etcd"); err != nil {
		return stop, fmt.Errorf("no etcd here: install the package etcd-server (%w)", err)
	}
	client, peer := "https://"+freeAddress(), "http://"+freeAddress()
	reach := access{client, filepath.Join(dir, "client.pem"), filepath.Join(dir, "server.crt")}
	issuer.Keep(reach.bundle)
	flags, err := reach.flags(dir, issuer)
	if err != nil {
		return stop, err
	}
	var output bytes.Buffer
	cmd := exec.Command("etcd", append(flags, "--name=one", "--data-dir="+filepath.Join(dir, "data"),
		"--listen-client-urls="+client, "--advertise-client-urls="+client,
		"--listen-peer-urls="+peer, "--initial-advertise-peer-urls="+peer, "--initial-cluster=one="+peer)...)
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return stop, err
	}
	stop = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	connection, err := reach.dial()
	if err != nil {
		return stop, err
	}
	store = &etcd{connection, dir, reach}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if _, err := store.Put(ctx, "/here", ""); err != nil {
		stop()
		return stop, fmt.Errorf("etcd does not answer: %w\n%s", err, output.Bytes())
	}
	return stop, nil
}

// Free now; etcd cannot be asked to choose.
func freeAddress() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// stored returns the bytes of a key as they are in etcd.
func (e *etcd) stored(ctx context.Context, key string) ([]byte, error) {
	answer, err := e.Get(ctx, key)
	if err != nil {
		return nil, err
	}
	if len(answer.Kvs) != 1 {
		return nil, fmt.Errorf("%d values of %s", len(answer.Kvs), key)
	}
	return answer.Kvs[0].Value, nil
}

// holdsNothingOf fails for a text that lies readable in any of etcd's files, log and history included.
func (e *etcd) holdsNothingOf(texts ...string) error {
	err := e.searchFiles(texts)
	for errors.Is(err, fs.ErrNotExist) { // etcd has renamed a file meanwhile
		err = e.searchFiles(texts)
	}
	return err
}

func (e *etcd) searchFiles(texts []string) error {
	return filepath.WalkDir(e.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, text := range texts {
			if bytes.Contains(content, []byte(text)) {
				return fmt.Errorf("%q is readable in %s", text, strings.TrimPrefix(path, e.dir))
			}
		}
		return nil
	})
}
