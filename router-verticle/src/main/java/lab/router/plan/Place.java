package lab.router.plan;

import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.choose.Option;

/**
 * A provider and the name it is asked for. Nobody is asked twice for the same.
 *
 * @param provider who
 * @param model the name that is sent
 */
record Place(ProviderName provider, ModelName model) {
  static Place of(Option option) {
    return new Place(option.provider(), option.model());
  }
}
