package lab.gateway.ingress;

import lab.dialect.ClientDialect;
import lab.gateway.call.Caller;

/** How clients speak at one path. */
interface Spoken {
  /** As this caller does. */
  ClientDialect by(Caller caller, Clients clients);
}
