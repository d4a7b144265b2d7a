// Package authority calls Keelson as the API servers before Kubernetes 1.32 do, which send the
// socket's path as :authority (kubernetes/kubernetes#126930): percent-encoded by 1.29 to 1.31, as it
// is by those before. It is a module of its own because one build has one version of k8s.io/apiserver.
package authority
