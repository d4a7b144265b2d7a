package dev.keelson.cli;

import dev.keelson.host.UnixAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a socket's address and hands the reason of a refusal to the person who typed it.
public final class UnixAddressConverter implements ITypeConverter<UnixAddress> {
  @Override
  public UnixAddress convert(String text) {
    try {
      return UnixAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
