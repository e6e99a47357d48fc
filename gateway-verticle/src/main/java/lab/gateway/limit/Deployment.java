package lab.gateway.limit;

import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;

/**
 * A model at a provider.
 *
 * @param provider who has it
 * @param model the name that it is asked for there
 */
record Deployment(ProviderName provider, ModelName model) {
  static Deployment of(Candidate candidate) {
    return new Deployment(candidate.provider(), candidate.model());
  }
}
