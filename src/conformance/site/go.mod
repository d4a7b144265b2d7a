module keelson.dev/conformance/site

go 1.26.0
