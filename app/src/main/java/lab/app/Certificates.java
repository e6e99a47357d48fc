package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.function.Consumer;
import lab.config.Tls;
import lab.gateway.ingress.TlsFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that a node shows its clients. It is looked at every second, so that it can be
 * renewed without a restart; one that can not be served changes nothing and is told of once.
 */
final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final long LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final TlsFiles files;
  private @Nullable KeyCertOptions shown;
  private String wrong = "";

  Certificates(Vertx vertx, Tls tls) {
    this.vertx = vertx;
    this.files = new TlsFiles(vertx, tls);
  }

  /** The first one; fails with a sentence for people. */
  Future<KeyCertOptions> first() {
    return vertx
        .executeBlocking(this::read)
        .recover(
            failure ->
                Future.failedFuture(
                    new Told(1, "server_settings.tls can not be used: " + because(failure))));
  }

  /** Gives every other that comes, from now on. */
  void watch(Consumer<KeyCertOptions> others) {
    long unused = vertx.setPeriodic(LOOK_MILLIS, tick -> look(others));
  }

  private void look(Consumer<KeyCertOptions> others) {
    KeyCertOptions before = now();
    var unused =
        vertx
            .executeBlocking(this::read)
            .onSuccess(
                read -> {
                  if (!read.equals(before)) {
                    LOG.info("another certificate is shown to clients");
                    others.accept(read);
                  }
                })
            .onFailure(this::tell);
  }

  private synchronized KeyCertOptions read() throws IOException {
    KeyCertOptions read = files.read();
    shown = read;
    wrong = "";
    return read;
  }

  private synchronized @Nullable KeyCertOptions now() {
    return shown;
  }

  private synchronized void tell(Throwable failure) {
    String because = because(failure);
    if (!because.equals(wrong)) {
      wrong = because;
      LOG.atWarn()
          .addKeyValue("field", "server_settings.tls")
          .addKeyValue("because", because)
          .log("the certificate has changed and can not be used; the one before stays");
    }
  }

  /** Of a file that is missing, the system says only its name. */
  private static String because(Throwable failure) {
    return failure instanceof FileSystemException file
        ? file.getFile() + " can not be read"
        : String.valueOf(failure.getMessage());
  }
}
