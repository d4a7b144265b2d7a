package conformance

import (
	"testing"

	"keelson.dev/conformance/site"
)

func TestTwoProvidersShareASocketAndNothingElse(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	place := site.New(t)
	place.Serve()
	file := configuration(t,
		group("secrets", kms("first", place.Endpoint())),
		group("configmaps", kms("second", place.Endpoint())))
	server := newAPIServer(t, file)
	must(t, server.healthy(ctx))
	one, two := secret(t, "one"), newObject(t, "configmaps", "two")
	must(t, server.write(ctx, one))
	must(t, server.write(ctx, two))
	must(t, sealedBy(ctx, "first", site.Keyring+"/1/", one))
	must(t, sealedBy(ctx, "second", site.Keyring+"/1/", two))
	started := newAPIServer(t, file)
	must(t, started.readAs(ctx, false, one))
	must(t, started.readAs(ctx, false, two))

	byTheOther := two
	byTheOther.resource = one.resource
	mustFail(t, started.readAs(ctx, false, byTheOther), "no matching prefix")
	must(t, store.holdsNothingOf(one.value, two.value))
}

// OpenShift's kube-, openshift- and oauth-apiserver each have the whole list.
func TestOpenShiftsResourcesAreSealedAndReadByEachOfItsThreeServers(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	place := site.New(t)
	place.Serve()
	resources := "secrets, configmaps, routes.route.openshift.io, " +
		"oauthaccesstokens.oauth.openshift.io, oauthauthorizetokens.oauth.openshift.io"
	file := configuration(t, group(resources, kms("openshift", place.Endpoint())))
	kube, openshift, oauth := newAPIServer(t, file), newAPIServer(t, file), newAPIServer(t, file)
	written := map[*apiServer][]object{
		kube:      {secret(t, "a"), newObject(t, "configmaps", "b")},
		openshift: {newObject(t, "routes.route.openshift.io", "c")},
		oauth: {
			newObject(t, "oauthaccesstokens.oauth.openshift.io", "d"),
			newObject(t, "oauthauthorizetokens.oauth.openshift.io", "e"),
		},
	}
	for writer, objects := range written {
		for _, o := range objects {
			must(t, writer.write(ctx, o))
			must(t, sealedBy(ctx, "openshift", site.Keyring+"/1/", o))
			must(t, store.holdsNothingOf(o.value))
			for reader := range written {
				must(t, reader.readAs(ctx, false, o))
			}
		}
	}
	must(t, differentSeeds(ctx, "openshift", written[kube][0], written[openshift][0], written[oauth][0]))
}
