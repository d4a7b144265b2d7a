package conformance

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	clientv3 "go.etcd.io/etcd/client/v3"

	"keelson.dev/conformance/site"
)

const fakeEtcdctl = "KEELSON_ETCDCTL_PUTS_INTO"

// putAsEtcdctl is this program called by the name of etcdctl, as `restore.sh` calls it: etcd-client
// is not on every machine, and its `put` with a value from standard input is no more than this.
func putAsEtcdctl(reach string, arguments []string) int {
	if len(arguments) != 3 || arguments[0] != "put" || arguments[1] != "--" {
		return 2
	}
	words := strings.Fields(reach)
	client, err := access{words[0], words[1], words[2]}.dial()
	if err != nil {
		return 3
	}
	defer client.Close()
	value, err := io.ReadAll(os.Stdin)
	if err != nil {
		return 4
	}
	if _, err := client.Put(client.Ctx(), arguments[2], string(value)); err != nil {
		return 5
	}
	return 0
}

func TestAClusterIsReadAgainAfterItsTokenIsDestroyed(t *testing.T) {
	t.Parallel()
	safe := site.NewRecipient(t)
	lost := site.New(t, safe.Yaml())
	daemon := lost.Serve()
	const provider = "recovered"
	server := newAPIServer(t, configuration(t, group("secrets", kms(provider, lost.Endpoint()))))
	objects := []object{secret(t, "one"), secret(t, "two's $(x)")}
	must(t, server.write(t.Context(), objects[0]))
	// Another API server, and so another seed.
	must(t, newAPIServer(t, configuration(t, group("secrets", kms(provider, lost.Endpoint())))).
		write(t.Context(), objects[1]))
	daemon.Stop()
	lost.DestroyToken()

	next := site.New(t, safe.Yaml())
	dir := next.Recover(safe, dump(t, objects), provider)
	restore(t, dir)

	next.Serve()
	again := newAPIServer(t, configuration(t, group("secrets", kms(provider, next.Endpoint()))))
	for _, o := range objects {
		must(t, again.readAs(t.Context(), false, o))
		must(t, sealedBy(t.Context(), provider, site.Keyring+"/1/", o))
	}
}

// dump is what `etcdctl get --prefix -w json` prints: the answer's own JSON.
func dump(t *testing.T, objects []object) (file string) {
	t.Helper()
	prefix := filepath.Dir(objects[0].key) + "/"
	answer, err := store.Get(t.Context(), prefix, clientv3.WithPrefix())
	must(t, err)
	text, err := json.Marshal(answer)
	must(t, err)
	file = filepath.Join(t.TempDir(), "values.json")
	must(t, os.WriteFile(file, text, 0o600))
	return file
}

func restore(t *testing.T, dir string) {
	t.Helper()
	bin := t.TempDir()
	self, err := os.Executable()
	must(t, err)
	must(t, os.Symlink(self, filepath.Join(bin, "etcdctl")))
	must(t, site.Run(filepath.Join(dir, "restore.sh"),
		"PATH="+bin+":"+os.Getenv("PATH"), fakeEtcdctl+"="+strings.Join([]string{store.endpoint, store.bundle, store.ca}, " ")))
}
