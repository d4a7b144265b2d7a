import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `java Bundle.java POD BUNDLE HOST SECCOMP [WORD...]`: on stdout the config.json of an OCI bundle that runs
/// the container of a pod as its kubelet would, on a host that is a directory. Of the bundle's own config.json
/// are what the image says, and what every container has. Instead of the image's words those that are told.
///
/// What the runtime of a kubelet does of it, and what it would do with other fields, is in CRI's
/// `LinuxContainerSecurityContext`. A field of the pod that is not known here and would change that is refused
/// by `StaticPodTest`, which knows all fields that are there.
final class Bundle {
  private final JsonNode pod;
  private final ObjectNode config;
  private final Path host;

  private Bundle(JsonNode pod, ObjectNode config, Path host) {
    this.pod = pod.path("spec");
    this.config = config;
    this.host = host;
  }

  public static void main(String[] arguments) throws IOException {
    var json = JsonMapper.shared();
    JsonNode config = json.readTree(Files.readString(Path.of(arguments[1], "config.json")));
    JsonNode pod = YAMLMapper.shared().readTree(Files.readString(Path.of(arguments[0])));
    var bundle = new Bundle(pod, (ObjectNode) config, Path.of(arguments[2]));
    bundle.process(List.of(arguments).subList(4, arguments.length));
    bundle.mounts();
    bundle.limits(json.readTree(Files.readString(Path.of(arguments[3]))));
    System.out.println(json.writeValueAsString(config));
  }

  private JsonNode container() {
    return pod.path("containers").path(0);
  }

  private void process(List<String> words) {
    ObjectNode process = (ObjectNode) config.path("process");
    process.put("terminal", false);
    ObjectNode user = process.putObject("user");
    user.put("uid", pod.path("securityContext").path("runAsUser").asInt());
    user.put("gid", pod.path("securityContext").path("runAsGroup").asInt());
    JsonNode rights = container().path("securityContext");
    process.put("noNewPrivileges", !rights.path("allowPrivilegeEscalation").asBoolean(true));
    if (rights.path("capabilities").path("drop").path(0).asString("").equals("ALL")) {
      process.putObject("capabilities");
    }
    ((ObjectNode) config.path("root"))
        .put("readonly", rights.path("readOnlyRootFilesystem").asBoolean(false));
    ArrayNode env = (ArrayNode) process.path("env");
    container()
        .path("env")
        .forEach(one -> env.add(one.path("name").asString() + "=" + one.path("value").asString()));
    if (!words.isEmpty()) {
      ArrayNode args = process.putArray("args").add("/usr/bin/java").add("@/keelson");
      words.forEach(args::add);
    }
  }

  private void mounts() {
    ArrayNode mounts = (ArrayNode) config.path("mounts");
    String names = "/etc/resolv.conf";
    mount(mounts, names, "bind", host + names).add("rbind").add("ro");
    for (JsonNode mount : container().path("volumeMounts")) {
      JsonNode volume = volume(mount.path("name").asString());
      String inside = mount.path("mountPath").asString();
      String access = mount.path("readOnly").asBoolean(false) ? "ro" : "rw";
      if (volume.has("hostPath")) {
        String outside = host + volume.at("/hostPath/path").asString();
        mount(mounts, inside, "bind", outside).add("rbind").add("rprivate").add(access);
      } else {
        String size = volume.at("/emptyDir/sizeLimit").asString().replaceFirst("i$", "");
        mount(mounts, inside, "tmpfs", "tmpfs").add("mode=1777").add("size=" + size);
      }
    }
  }

  private static ArrayNode mount(ArrayNode mounts, String inside, String type, String outside) {
    ObjectNode mount = mounts.addObject().put("destination", inside);
    return mount.put("type", type).put("source", outside).putArray("options");
  }

  private JsonNode volume(String name) {
    for (JsonNode volume : pod.path("volumes")) {
      if (volume.path("name").asString().equals(name)) {
        return volume;
      }
    }
    throw new IllegalArgumentException("no volume has the name " + name);
  }

  private void limits(JsonNode seccomp) {
    ObjectNode linux = (ObjectNode) config.path("linux");
    String memory = container().at("/resources/limits/memory").asString();
    ((ObjectNode) linux.path("resources"))
        .putObject("memory")
        .put("limit", Long.parseLong(memory.replaceFirst("Mi$", "")) << 20);
    if (pod.path("hostNetwork").asBoolean(false)) {
      ArrayNode namespaces = linux.putArray("namespaces");
      for (String kind : List.of("pid", "ipc", "mount")) {
        namespaces.addObject().put("type", kind);
      }
      config.remove("hostname");
    }
    if (pod.at("/securityContext/seccompProfile/type").asString("").equals("RuntimeDefault")) {
      linux.set("seccomp", filter(seccomp));
    }
  }

  /// The default of containers-common, for a process without capabilities.
  private static ObjectNode filter(JsonNode profile) {
    ObjectNode filter = JsonMapper.shared().createObjectNode();
    filter.put("defaultAction", profile.path("defaultAction").asString());
    filter.set("defaultErrnoRet", profile.path("defaultErrnoRet"));
    filter.putArray("architectures").add("SCMP_ARCH_X86_64");
    ArrayNode calls = filter.putArray("syscalls");
    for (JsonNode rule : profile.path("syscalls")) {
      JsonNode arches = rule.at("/includes/arches");
      boolean ours = arches.isEmpty() || arches.toString().contains("\"amd64\"");
      if (ours && rule.at("/includes/caps").isEmpty()) {
        calls.add(((ObjectNode) rule.deepCopy()).remove(List.of("includes", "excludes", "comment")));
      }
    }
    return filter;
  }
}
