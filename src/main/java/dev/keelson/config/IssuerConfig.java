package dev.keelson.config;

import dev.keelson.host.SocketSettings;
import dev.keelson.issuer.IssuerSettings;

/// `issuer`, read: what is signed, and where it is asked for.
public record IssuerConfig(SocketSettings socket, IssuerSettings settings) {}
