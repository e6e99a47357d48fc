/**
 * Who is in the cluster, and what belongs to whom. {@link lab.contract.members.Members} is one
 * node's view, fed by {@link lab.contract.Heartbeat}; {@link lab.contract.members.Rendezvous} deals
 * things out.
 *
 * <p>Any thread; nothing here sends or waits.
 */
@NullMarked
@CheckReturnValue
package lab.contract.members;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
