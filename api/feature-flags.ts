/** Switches that change the shop without a release; kept in the table feature_flag, adapters may come. */
export interface FeatureFlags {
  /**
   * @param name e.g. `related-products`; an unknown flag is off
   * @param subject whom a partial roll-out is decided for; the same subject always gets the same answer
   */
  isEnabled(name: string, subject: string): Promise<boolean>
}
