package conformance

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"k8s.io/apiserver/pkg/server/healthz"
	"k8s.io/apiserver/pkg/server/options/encryptionconfig"
	"k8s.io/apiserver/pkg/server/options/encryptionconfig/controller"
	"k8s.io/component-base/metrics/legacyregistry"

	"keelson.dev/conformance/site"
)

// The API server looks at the file each minute; TestMain makes that shorter.
func TestAChangedConfigurationIsTakenWithoutARestart(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	place := site.New(t)
	place.Serve()
	file := configuration(t, group("secrets", kms("earlier", place.Endpoint())))
	server, grace := newReloadingAPIServer(t, file)
	old, probe := secret(t, "old"), secret(t, "probe")
	// On a loaded machine its first look at the plugin may be too late; it looks again.
	eventually(t, func() error { return server.write(ctx, old) })
	must(t, sealedBy(ctx, "earlier", site.Keyring+"/1/", old))

	configure(t, file, group("secrets", kms("later", place.Endpoint()), kms("earlier", place.Endpoint())))
	eventually(t, func() error {
		must(t, server.write(ctx, probe))
		return sealedBy(ctx, "later", site.Keyring+"/1/", probe)
	})
	time.Sleep(grace + time.Second) // then the clients of the first configuration are closed
	must(t, server.healthy(ctx))
	must(t, server.readAs(ctx, true, old))
	must(t, server.write(ctx, old))
	must(t, server.readAs(ctx, false, old))
	must(t, sealedBy(ctx, "later", site.Keyring+"/1/", old))
}

func TestAConfigurationWhoseSocketIsDeadIsNotTaken(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	place := site.New(t)
	place.Serve()
	file := configuration(t, group("secrets", kms("alive", place.Endpoint())))
	server, _ := newReloadingAPIServer(t, file)
	o := secret(t, "kept")

	configure(t, file, group("secrets", kms("dead", place.Endpoint()+".none"), kms("alive", place.Endpoint())))
	eventually(t, func() error { return anyReloadFailed() })
	must(t, server.healthy(ctx))
	must(t, server.write(ctx, o))
	must(t, sealedBy(ctx, "alive", site.Keyring+"/1/", o))
}

// anyReloadFailed asks the API server's own metrics; only one test here has a reload that fails.
func anyReloadFailed() error {
	families, err := legacyregistry.DefaultGatherer.Gather()
	if err != nil {
		return err
	}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			if strings.HasSuffix(family.GetName(), "config_controller_automatic_reloads_total") &&
				strings.Contains(metric.String(), `"failure"`) && metric.GetCounter().GetValue() > 0 {
				return nil
			}
		}
	}
	return errors.New("no reload has failed")
}

// newReloadingAPIServer is one with --encryption-provider-config-automatic-reload.
func newReloadingAPIServer(t *testing.T, file string) (server *apiServer, grace time.Duration) {
	t.Helper()
	ctx, closeFirst := context.WithCancel(t.Context())
	t.Cleanup(closeFirst)
	config, err := encryptionconfig.LoadEncryptionConfig(ctx, file, true, "apiserver")
	must(t, err)
	if len(config.HealthChecks) != 1 {
		must(t, errors.New("there should be one health check"))
	}
	loaded := encryptionconfig.NewDynamicTransformers(
		config.Transformers, config.HealthChecks[0], closeFirst, config.KMSCloseGracePeriod)
	reload := controller.NewDynamicEncryptionConfiguration(
		"reload", file, loaded, config.EncryptionFileContentHash, "apiserver")
	go reload.Run(t.Context())
	return &apiServer{loaded, []healthz.HealthChecker{loaded}}, config.KMSCloseGracePeriod
}
