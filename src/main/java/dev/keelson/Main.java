package dev.keelson;

final class Main {
  private Main() {}

  static void main() {}
}
