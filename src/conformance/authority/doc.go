// Package authority calls Keelson with the client of Kubernetes 1.31, the last minor that sends the
// socket's path as :authority (kubernetes/kubernetes#126930). It is a module of its own because one
// build has one version of k8s.io/apiserver.
package authority
