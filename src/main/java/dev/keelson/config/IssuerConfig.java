package dev.keelson.config;

import dev.keelson.enrollment.RateSettings;
import dev.keelson.enrollment.Rules;
import dev.keelson.host.SocketSettings;
import dev.keelson.issuer.IssuerSettings;

/// `issuer`, read: what is signed, where it is asked for, and by whom.
public record IssuerConfig(
    SocketSettings socket, IssuerSettings settings, Rules rules, RateSettings rate) {}
