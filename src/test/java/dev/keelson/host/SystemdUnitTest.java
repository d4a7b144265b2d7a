package dev.keelson.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdUnitTest {
  @ParameterizedTest
  @CsvSource({
    "/system.slice/kube-apiserver.service, kube-apiserver.service",
    "/system.slice/run-r1f2.scope, run-r1f2.scope",
    "/system.slice/system-etcd.slice/etcd@main.service, etcd@main.service",
    "/system.slice/system-etcd.slice/etcd@a:b\\x2dc.service, etcd@a:b\\x2dc.service",
    "/system.slice/_cpu.service, cpu.service",
  })
  void isTheGroupOfTheServiceManager(String path, String unit) {
    assertThat(SystemdUnit.of(List.of("0::" + path))).contains(unit);
    assertThat(SystemdUnit.of(List.of("5:devices:/other", "1:name=systemd:" + path, "0::/")))
        .contains(unit);
    assertThat(SystemdUnit.of(List.of("1:name=systemd:" + path, "0::" + path))).contains(unit);
  }

  /// With Delegate= the unit's user makes groups below it, of any name.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/system.slice/runner.service/kube-apiserver.service",
        "/system.slice/runner.service/system.slice/kube-apiserver.service"
      })
  void isNotAGroupBelowIt(String path) {
    assertThat(SystemdUnit.of(List.of("0::" + path))).contains("runner.service");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0::/",
        "0::/init.scope",
        "0::/system.slice",
        "0::/system.slice/",
        "0::/system.slice/tmp.mount",
        "0::/system.slice/kube-apiserver.service (deleted)",
        "0::/system.slice/runner/kube-apiserver.service",
        "0::/../system.slice/kube-apiserver.service",
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/kube-apiserver.service",
        "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-1.scope",
        "0::/user.slice/system.slice/kube-apiserver.service",
        "4:memory:/system.slice/kube-apiserver.service",
        "4:name=other:/system.slice/kube-apiserver.service",
        "/system.slice/kube-apiserver.service",
        ""
      })
  void isNothingElse(String line) {
    assertThat(SystemdUnit.of(List.of(line))).isEmpty();
  }

  @Test
  void isNoneWhereTheHierarchiesDiffer() {
    assertThat(
            SystemdUnit.of(
                List.of("1:name=systemd:/system.slice/a.service", "0::/system.slice/b.service")))
        .isEmpty();
    assertThat(SystemdUnit.of(List.of())).isEmpty();
  }
}
