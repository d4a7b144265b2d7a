package conformance

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/kms/pkg/service"

	"keelson.dev/conformance/site"
)

func TestKeelsonKeepsWhatAnHonestPluginKeeps(t *testing.T) {
	t.Parallel()
	place := site.New(t)
	place.Serve()
	for provider, endpoint := range map[string]string{
		"keelson": place.Endpoint(),
		"honest":  servePlugin(t, func(*plugin) {}),
	} {
		file := configuration(t, group("secrets", kms(provider, endpoint)))
		newAPIServer(t, file) // waits for the first answer, which the check does not
		must(t, keeps(t.Context(), file, provider, secret(t, provider)))
	}
}

// The check that Keelson passes above, on plugins that it must not pass.
func TestTheCheckFailsForABrokenPlugin(t *testing.T) {
	t.Parallel()
	for number, broken := range []struct {
		plugin, because string
		bend            func(*plugin)
	}{
		{"that seals under another key_id", "failed to rotate DEK", func(p *plugin) {
			p.bendEncrypted = func(answer *service.EncryptResponse) { answer.KeyID = "key-2" }
		}},
		{"with annotations over 32 KiB", "annotations", func(p *plugin) {
			p.bendEncrypted = func(answer *service.EncryptResponse) {
				answer.Annotations = map[string][]byte{"too.big": make([]byte, 32<<10)}
			}
		}},
		{"with an annotation whose name is no domain", "annotations", func(p *plugin) {
			p.bendEncrypted = func(answer *service.EncryptResponse) {
				answer.Annotations = map[string][]byte{"plain": {1}}
			}
		}},
		{"with a ciphertext over 1 KiB", "encrypted DEK source", func(p *plugin) {
			p.bendEncrypted = func(answer *service.EncryptResponse) { answer.Ciphertext = make([]byte, 1025) }
		}},
		{"whose health is not ok", "unexpected healthz status", func(p *plugin) {
			p.bendStatus = func(answer *service.StatusResponse) { answer.Healthz = "fine" }
		}},
		{"without a key_id", "keyID is empty", func(p *plugin) {
			p.bendStatus = func(answer *service.StatusResponse) { answer.KeyID = "" }
		}},
		{"of another version", "expected KMSv2 API version", func(p *plugin) {
			p.bendStatus = func(answer *service.StatusResponse) { answer.Version = "v3" }
		}},
		{"that opens a short seed", "invalid seed length", func(p *plugin) {
			p.bendDecrypted = func(seed []byte) []byte { return seed[:31] }
		}},
		{"that opens another seed", "authentication failed", func(p *plugin) {
			p.bendDecrypted = func(seed []byte) []byte { seed[0]++; return seed }
		}},
	} {
		t.Run(broken.plugin, func(t *testing.T) {
			t.Parallel()
			provider := fmt.Sprintf("broken-%d", number)
			file := configuration(t, group("secrets", kms(provider, servePlugin(t, broken.bend))))
			mustFail(t, keeps(t.Context(), file, provider, secret(t, "o")), broken.because)
		})
	}
}

func TestTheCheckFailsForAConfigurationThatWritesPlaintext(t *testing.T) {
	t.Parallel()
	endpoint := servePlugin(t, func(*plugin) {})
	file := configuration(t, group("secrets", identity, kms("second", endpoint)))
	mustFail(t, keeps(t.Context(), file, "second", secret(t, "o")), "not sealed by second")
}

func TestTheCheckFailsForAPluginWhoseKeyDidNotSurvive(t *testing.T) {
	t.Parallel()
	ctx, o := t.Context(), secret(t, "o")
	file := configuration(t, group("secrets", kms("forgetful", servePlugin(t, func(*plugin) {}))))
	must(t, keeps(ctx, file, "forgetful", o))
	configure(t, file, group("secrets", kms("forgetful", servePlugin(t, func(*plugin) {}))))
	mustFail(t, newAPIServer(t, file).readAs(ctx, false, o), "failed to decrypt DEK")
}

// What carries the other tests must be able to say no.
func TestAValueThatIsNotTheExpectedOneIsReported(t *testing.T) {
	t.Parallel()
	ctx, o := t.Context(), secret(t, "o")
	file := configuration(t, group("secrets", kms("exact", servePlugin(t, func(*plugin) {}))))
	server := newAPIServer(t, file)
	must(t, server.write(ctx, o))
	must(t, server.readAs(ctx, false, o))
	mustFail(t, server.readAs(ctx, true, o), "stale is false")
	mustFail(t, sealedBy(ctx, "exact", "key-2", o), "is sealed by key-1")
	mustFail(t, sealedBy(ctx, "inexact", "key-1", o), "not sealed by inexact")
	other := secret(t, "other")
	must(t, server.write(ctx, other))
	mustFail(t, differentSeeds(ctx, "exact", o, other), "share a seed")
	o.value = strings.ToUpper(o.value)
	mustFail(t, server.readAs(ctx, false, o), "instead of")
}
