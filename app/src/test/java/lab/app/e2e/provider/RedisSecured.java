package lab.app.e2e.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lab.app.FreePorts;
import lab.app.SelfSigned;

/**
 * How a Redis of this machine speaks TLS: with its nodes, other servers and sentinels.
 *
 * @param files what it is started with besides its port; empty where it speaks none
 */
record RedisSecured(List<String> files) {
  static final RedisSecured NONE = new RedisSecured(List.of());

  /**
   * With this certificate, which others of its kind show too.
   *
   * @param folder for a file of those whom it trusts
   * @param client who may show a certificate too
   * @param clients whether they have to show one: yes or no
   */
  static RedisSecured by(Path folder, SelfSigned server, SelfSigned client, String clients)
      throws IOException {
    Path trusted =
        Files.writeString(
            folder.resolve("trusted.pem"),
            Files.readString(server.certificate()) + Files.readString(client.certificate()));
    return new RedisSecured(
        List.of(
            "--tls-cert-file",
            server.certificate().toString(),
            "--tls-key-file",
            server.key().toString(),
            "--tls-ca-cert-file",
            trusted.toString(),
            "--tls-auth-clients",
            clients,
            "--tls-cluster",
            "yes",
            "--tls-replication",
            "yes"));
  }

  /** What one more server, or sentinel, is started with. */
  List<String> options() throws IOException {
    if (files.isEmpty()) {
      return files;
    }
    List<String> options =
        new ArrayList<>(List.of("--tls-port", Integer.toString(FreePorts.one())));
    options.addAll(files);
    return options;
  }
}
