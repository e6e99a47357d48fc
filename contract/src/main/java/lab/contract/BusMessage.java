package lab.contract;

/**
 * Anything that travels on the bus. Sealed, so that one codec per leaf can be found and tested: a
 * record that is not listed here does not travel.
 */
public sealed interface BusMessage
    permits RouteQuery,
        RemoteRouteQuery,
        RouteDecision,
        ExplainQuery,
        ExplainQuery.Answer,
        ProvidersQuery,
        ProvidersQuery.Answer,
        AttemptStarted,
        AttemptOutcome,
        CallFinished,
        CallFinished.Since,
        CallFinished.Lately,
        CallFinished.Stats,
        FlightClaim,
        FlightClaim.Answer,
        FlightClaim.Over,
        LimitClaim,
        LimitClaim.Answer,
        LimitClaim.Owed,
        LimitClaim.Recall,
        LimitClaim.Slots,
        ProbeReport,
        Heartbeat,
        ProviderDigest,
        CircuitChanged,
        KeysTold,
        KeysTold.Query,
        KeysTold.Spent,
        KeysTold.Spent.Query,
        Standing.Alerts,
        Reload {}
