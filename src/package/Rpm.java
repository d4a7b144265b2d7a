import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.packager.rpm.FileFlags;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.RpmTagValue;
import org.eclipse.packager.rpm.RpmVersion;
import org.eclipse.packager.rpm.build.BuilderContext;
import org.eclipse.packager.rpm.build.BuilderOptions;
import org.eclipse.packager.rpm.build.DigestAlgorithm;
import org.eclipse.packager.rpm.build.FileInformation;
import org.eclipse.packager.rpm.build.RpmBuilder;
import org.eclipse.packager.rpm.build.RpmFileNameProvider;
import org.eclipse.packager.rpm.coding.PayloadCoding;
import org.eclipse.packager.rpm.deps.RpmDependencyFlags;
import org.eclipse.packager.rpm.header.Header;

/// `java Rpm.java VERSION ARCHITECTURE TREE DIRECTORY`: an rpm of a tree whose modes, times and
/// links are those of the package already. What it says of itself, it has from the deb's control
/// file.
final class Rpm {
  private static final Path SOURCES = Path.of("src/package");

  private static final Pattern DESCRIPTION =
      Pattern.compile("^Description: (.*)\n((?: .*\n)+)", Pattern.MULTILINE);

  private Rpm() {}

  public static void main(String[] arguments) throws IOException {
    BuilderOptions options = new BuilderOptions();
    options.setPayloadCoding(PayloadCoding.XZ);
    options.setPayloadFlags("0"); // 3 as for the deb takes half a minute more for 2 MB less
    options.setFileDigestAlgorithm(DigestAlgorithm.SHA256); // where FIPS 140 holds, rpm has no MD5
    options.setFileNameProvider(RpmFileNameProvider.DEFAULT_FILENAME_PROVIDER);
    RpmVersion version = new RpmVersion(arguments[0], "1");
    Path directory = Path.of(arguments[3]);
    try (RpmBuilder rpm = new RpmBuilder("keelson", version, arguments[1], directory, options)) {
      describe(rpm);
      require(rpm);
      addTree(rpm.newContext(), Path.of(arguments[2]));
      rpm.setHeaderCustomizer(Rpm::mend);
      rpm.build();
    }
  }

  private static void describe(RpmBuilder rpm) throws IOException {
    Matcher description = DESCRIPTION.matcher(Files.readString(SOURCES.resolve("deb/control")));
    if (!description.find()) {
      throw new IOException("deb/control has no Description");
    }
    RpmBuilder.PackageInformation information = rpm.getInformation();
    information.setSummary(description.group(1));
    information.setDescription(description.group(2).strip().replace("\n ", "\n"));
    information.setLicense("Apache-2.0");
    // rpm takes a package that names no source for one of sources itself.
    information.setSourcePackage("keelson-" + rpm.getVersion() + ".src.rpm");
  }

  /// By names that RHEL, Fedora and SUSE share.
  private static void require(RpmBuilder rpm) throws IOException {
    rpm.addRequirement("libc.so.6(GLIBC_2.28)(64bit)", null);
    rpm.addRequirement(
        "systemd",
        "250",
        RpmDependencyFlags.GREATER,
        RpmDependencyFlags.EQUAL,
        RpmDependencyFlags.SCRIPT_POST,
        RpmDependencyFlags.SCRIPT_PREUN);
    rpm.setPostInstallationScript(script("post"));
    rpm.setPostTransactionScript(script("posttrans"));
    rpm.setPreRemoveScript(script("preun"));
    rpm.setPostRemoveScript(script("postun"));
  }

  /// What packager-rpm does unasked: it takes the time of now for that of the build, and asks for
  /// PayloadIsXz, a feature of rpm itself, by a name that no rpm answers to.
  private static void mend(Header<RpmTag> header) {
    header.putInt(RpmTag.BUILDTIME, Integer.parseInt(System.getenv("SOURCE_DATE_EPOCH")));
    RpmTagValue required = (RpmTagValue) header.get(RpmTag.REQUIRE_NAME);
    header.putStringArray(
        RpmTag.REQUIRE_NAME,
        Stream.of(required.asStringArray().orElseThrow())
            .map(name -> name.replaceFirst("^PayloadIs.*", "rpmlib($0)"))
            .toArray(String[]::new));
  }

  private static String script(String name) throws IOException {
    return Files.readString(SOURCES.resolve("scripts"))
        + Files.readString(SOURCES.resolve("rpm").resolve(name));
  }

  private static void addTree(BuilderContext rpm, Path tree) throws IOException {
    List<Path> sources;
    try (Stream<Path> found = Files.walk(tree)) {
      sources = found.sorted().toList();
    }
    for (Path source : sources) {
      add(rpm, source, target(tree, source));
    }
  }

  /// Where the distributions of rpm have another place than Debian.
  private static String target(Path tree, Path source) {
    String target = "/" + tree.relativize(source);
    return target.replace("/zsh/vendor-completions/", "/zsh/site-functions/");
  }

  /// Directories of others stay theirs; tmpfiles.d makes those of /etc, and knows their owner.
  private static void add(BuilderContext rpm, Path source, String target) throws IOException {
    FileInformation information = information(source, target);
    if (Files.isSymbolicLink(source)) {
      String to = Files.readSymbolicLink(source).toString();
      rpm.addSymbolicLink(target, to, (_, _, _) -> information);
    } else if (Files.isRegularFile(source)) {
      rpm.addFile(target, source, (_, _, _) -> information);
    } else if (target.startsWith("/usr/") && (target + "/").contains("/keelson/")) {
      rpm.addDirectory(target, (_, _, _) -> information);
    }
  }

  private static FileInformation information(Path source, String target) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(source, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    FileInformation information = new FileInformation();
    information.setTimestamp(attributes.lastModifiedTime().toInstant());
    information.setMode(mode(attributes));
    information.setFileFlags(flags(target));
    return information;
  }

  /// The permissions are in the order of the bits.
  private static short mode(PosixFileAttributes attributes) {
    return (short) attributes.permissions().stream().mapToInt(p -> 0400 >> p.ordinal()).sum();
  }

  private static Set<FileFlags> flags(String target) {
    if (target.startsWith("/etc/")) {
      return EnumSet.of(FileFlags.CONFIGURATION, FileFlags.NOREPLACE);
    }
    if (target.endsWith("/doc/keelson/LICENSE")) {
      return EnumSet.of(FileFlags.LICENSE);
    }
    boolean read = target.startsWith("/usr/share/doc/") || target.startsWith("/usr/share/man/");
    return read ? EnumSet.of(FileFlags.DOC) : EnumSet.noneOf(FileFlags.class);
  }
}
