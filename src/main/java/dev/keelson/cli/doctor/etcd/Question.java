package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;

/// One thing that is looked at.
interface Question {
  void ask(Installation it, Chart.Group group);
}
