package lab.config;

/**
 * Keys that LiteLLM's files may have and that do nothing here. They are known, so that a file that
 * works there is no file full of typing errors here: each is named once as having no effect.
 */
final class LiteLlmOnly {
  /** Under {@code litellm_settings}. */
  static final String SETTINGS =
      "callbacks success_callback failure_callback service_callback set_verbose"
          + " json_logs enable_redis_auth_cache"
          + " enable_caching_on_provider_specific_optional_params turn_off_message_logging"
          + " ssl_verify force_ipv4 check_provider_endpoint network_mock"
          + " prometheus_metrics_config prometheus_emit_stream_label custom_prometheus_tags"
          + " custom_prometheus_metadata_labels enable_end_user_cost_tracking_prometheus_only"
          + " http2 telemetry";

  /**
   * Under {@code litellm_settings.cache_params}: other stores, and how its client of Redis is set.
   */
  static final String CACHE =
      "default_in_memory_ttl default_in_redis_ttl max_connections max_size_in_memory"
          + " redis_flush_size socket_timeout"
          + " similarity_threshold redis_semantic_cache_embedding_model"
          + " qdrant_semantic_cache_embedding_model qdrant_api_base qdrant_api_key"
          + " qdrant_collection_name qdrant_quantization_config"
          + " redis_semantic_cache_index_name disk_cache_dir s3_bucket_name s3_region_name"
          + " s3_api_version s3_path s3_endpoint_url s3_aws_access_key_id"
          + " s3_aws_secret_access_key s3_aws_session_token";

  /** Under {@code router_settings}. */
  static final String ROUTER =
      "routing_strategy_args cache_kwargs client_ttl provider_budget_config"
          + " enable_health_check_routing health_check_staleness_threshold"
          + " health_check_ignore_transient_errors ignore_invalid_deployments"
          + " polling_interval default_priority routing_groups set_verbose debug_level";

  /** Under {@code general_settings}: a database, paid probes, and pages that are not here. */
  static final String GENERAL =
      "database_url database_connection_pool_limit database_connection_timeout"
          + " allow_requests_on_db_unavailable store_model_in_db disable_spend_logs"
          + " disable_error_logs proxy_batch_write_at use_redis_transaction_buffer"
          + " user_api_key_cache_ttl max_response_size_mb use_x_forwarded_for"
          + " forward_client_headers_to_llm_api pass_through_endpoints custom_auth"
          + " background_health_checks health_check_interval health_check_details"
          + " health_check_concurrency use_shared_health_check enable_health_check_routing"
          + " health_check_staleness_threshold health_check_ignore_transient_errors"
          + " background_health_check_model_groups"
          + " health_check_skip_disabled_background_models"
          + " allow_public_health_readiness_details";

  /** Under {@code model_list[].litellm_params}. */
  static final String PARAMS =
      "api_version organization litellm_credential_name region_name max_budget"
          + " budget_duration allow_client_keepalive_override"
          + " configurable_clientside_auth_params use_in_pass_through mock_response"
          + " merge_reasoning_content_in_choices default_api_key_tpm_limit"
          + " default_api_key_rpm_limit extra_body extra_headers stream temperature top_p"
          + " max_tokens seed stop";

  /** Under {@code router_settings.allowed_fails_policy}: failures that open no circuit here. */
  static final String ALLOWED_FAILS =
      "BadRequestErrorAllowedFails AuthenticationErrorAllowedFails"
          + " NotFoundErrorAllowedFails RateLimitErrorAllowedFails"
          + " ContentPolicyViolationErrorAllowedFails";

  private LiteLlmOnly() {}
}
