package lab.config;

/** What a known key is for. */
enum KeyUse {
  /** It changes what a node does. */
  EFFECT,
  /** It tells people something. */
  DESCRIPTIVE,
  /** It will change what a node does; today it is checked at most. */
  LATER,
  /** It means something to another gateway and nothing here. */
  NONE
}
