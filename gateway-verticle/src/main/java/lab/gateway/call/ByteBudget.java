package lab.gateway.call;

import java.util.concurrent.atomic.AtomicLong;
import lab.config.Settings;

/**
 * How many bytes of bodies a node holds at a time, over all its event loops: what does not fit is
 * refused before it is read, for a node that runs out of memory refuses everything. Any thread.
 */
public final class ByteBudget {
  /**
   * The share of the heap where no file says otherwise. A request is held as it came and as it goes
   * out, which is half of the heap then; the other half is for the largest that is being
   * translated, which takes five times its size, and for the node itself.
   */
  private static final int ONE_OF = 4;

  private final long most;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param most bytes, 1 or more
   */
  public ByteBudget(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("a budget of " + most + " bytes is none");
    }
    this.most = most;
  }

  /** What these settings say, or a quarter of this JVM's heap. */
  public static ByteBudget of(Settings settings) {
    Long said = settings.limits().maxBytesInFlight();
    return new ByteBudget(said != null ? said : Runtime.getRuntime().maxMemory() / ONE_OF);
  }

  /** All of it, in bytes. */
  public long most() {
    return most;
  }

  /** What is taken of it now, in bytes; 0 where nothing is under way. */
  public long held() {
    return held.get();
  }

  /** A new holder's share, of which nothing is taken yet. */
  public Share share() {
    return new Share();
  }

  private boolean take(long bytes) {
    for (long now = held.get(); bytes <= most - now; now = held.get()) {
      if (held.compareAndSet(now, now + bytes)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What belongs to one call, from one event loop. It goes back as a whole when nobody holds it any
   * more; whoever asked for it is the first holder.
   */
  public final class Share {
    private long taken;
    private int holders = 1;

    private Share() {}

    /**
     * Takes more of the budget.
     *
     * @param bytes 0 or more
     * @return whether there was so much; where not, nothing was taken
     */
    public boolean take(long bytes) {
      if (holders == 0 || !ByteBudget.this.take(bytes)) {
        return false;
      }
      taken += bytes;
      return true;
    }

    /** One more holds it. */
    public void hold() {
      holders++;
    }

    /**
     * One of its holders has let go of the bytes. More often than there were holders is no harm.
     */
    public void letGo() {
      if (holders > 0 && --holders == 0) {
        held.addAndGet(-taken);
        taken = 0;
      }
    }
  }
}
