package lab.dialect.failure;

import static lab.dialect.failure.Errors.inside200;
import static lab.dialect.failure.Errors.openai;
import static lab.dialect.failure.Errors.read;
import static org.assertj.core.api.Assertions.assertThat;

import lab.contract.FailureKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Situation by situation, provider by provider, what an error means. */
class FailureTableTest {

  private static void assertKind(FailureKind kind, int status, String body) {
    assertThat(read(status, body).kind()).as(body).isEqualTo(kind);
  }

  @Nested
  class ARateIsRate {
    @ParameterizedTest
    @ValueSource(strings = {"rate_limit_exceeded", "slow_down"})
    void ofOpenAi(String code) {
      assertKind(FailureKind.RATE, 429, openai("Slow down.", "rate_limit_error", code));
    }

    @Test
    void ofAnthropic() {
      assertKind(
          FailureKind.RATE,
          429,
          "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"wait\"}}");
    }

    @Test
    void ofOpenRoutersUpstream() {
      assertKind(
          FailureKind.RATE,
          429,
          "{\"error\":{\"code\":429,\"message\":\"x\",\"metadata\":{\"provider_code\":\"429\"}}}");
    }

    @Test
    void ofOllamaCloudWithAnyOtherText() {
      assertKind(FailureKind.RATE, 429, "{\"error\":\"too many concurrent requests\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 429})
    void alsoWhereTheRequestIsTooLargeForTheTokensPerMinute(int status) {
      assertKind(
          FailureKind.RATE,
          status,
          openai(
              "Request too large for m on tokens per minute (TPM): context size", "tokens", "x"));
    }
  }

  @Nested
  class TooBusyIsOverload {
    @Test
    void ofOpenAi() {
      assertKind(
          FailureKind.OVERLOAD,
          503,
          openai("Busy.", "service_unavailable_error", "server_is_overloaded"));
    }

    @Test
    void ofAnthropic() {
      assertKind(
          FailureKind.OVERLOAD,
          529,
          "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");
    }

    @ParameterizedTest
    @CsvSource({"503,provider_overloaded", "502,provider_unavailable"})
    void ofOpenRouter(int status, String type) {
      assertKind(
          FailureKind.OVERLOAD,
          status,
          "{\"error\":{\"code\":1,\"message\":\"x\",\"metadata\":{\"error_type\":\""
              + type
              + "\"}}}");
    }

    @ParameterizedTest
    @CsvSource({"429,capacity_exhausted", "503,temporarily_unavailable"})
    void ofOpenRoutersAvailability(int status, String code) {
      assertKind(
          FailureKind.OVERLOAD,
          status,
          "{\"error\":{\"message\":\"x\"},\"availability\":{\"retryable\":true,\"code\":\""
              + code
              + "\"}}");
    }

    @Test
    void ofOllama() {
      assertKind(
          FailureKind.OVERLOAD,
          503,
          "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}");
    }

    @Test
    void ofTextGenerationInferenceThoughTheStatusIs429() {
      assertKind(
          FailureKind.OVERLOAD,
          429,
          "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}");
    }
  }

  @Nested
  class AMissingModelIsNotFound {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "404|{'error':{'message':'gone','type':'invalid_request_error','code':'model_not_found'}}",
          "404|{'type':'error','error':{'type':'not_found_error','message':'model: claude-x'}}",
          "400|{'error':{'message':'x'},'availability':{'code':'model_not_found'}}",
          "404|{'error':{'code':404,'message':'x','metadata':{'error_type':'no_endpoints'}}}",
          "404|{'error':{'code':404,'message':'x','metadata':{'error_type':'model_deprecated'}}}",
          "404|{'error':{'code':404,'metadata':{'error_type':'model_unavailable_upstream'}}}",
          "404|{'error':{'code':404,'metadata':{'error_type':'free_variant_ended'}}}",
          "404|{'error':{'code':404,'metadata':{'error_type':'privacy_restricted'}}}",
          "404|{'error':{'code':404,'metadata':{'error_type':'constraint_filtered'}}}",
          "404|{'error':{'code':404,'message':'No endpoints found for a/b'}}",
          "404|{'error':'model \\'x\\' not found'}",
          "404|{'error':'model \\'x\\' not found, try pulling it first'}",
          "400|{'error':{'message':'x','type':'invalid_request_error','code':'model_not_found'}}",
          "404|{'error':{'message':'The model `x` does not exist.','type':'NotFoundError','code':404}}",
          "404|{'object':'error','message':'The model `x` does not exist.','type':'NotFoundError'}"
        })
    void ofEveryProvider(int status, String body) {
      String json = body.replace("\\'", "`").replace('\'', '"');
      assertKind(FailureKind.NOT_FOUND, status, json);
    }

    @Test
    void butAMissingPathIsTheProvidersFault() {
      assertKind(
          FailureKind.SERVER,
          404,
          "{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}");
      assertKind(FailureKind.SERVER, 404, "404 page not found");
    }
  }

  @Nested
  class APromptThatDoesNotFitIsTooLong {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "400|{'error':{'message':'x','type':'invalid_request_error','code':'context_length_exceeded'}}",
          "400|{'type':'error','error':{'type':'invalid_request_error','message':'prompt is too long: 9 tokens > 8 maximum'}}",
          "400|{'error':{'code':400,'message':'x','metadata':{'error_type':'context_length_exceeded'}}}",
          "400|{'error':'the input length exceeds the context length'}",
          "400|{'error':{'code':400,'message':'x','type':'exceed_context_size_error','n_ctx':8}}",
          "500|{'error':{'code':500,'message':'Context size has been exceeded.','type':'server_error'}}",
          "400|{'error':{'message':'x','type':'BadRequestError','param':'input_tokens','code':400}}",
          "400|{'error':{'message':'This model has a maximum context length of 8 tokens.','code':400}}",
          "422|{'error':'too many tokens','error_type':'validation'}",
          "413|{'error':{'message':'request exceeds the available context size'}}"
        })
    void ofEveryProvider(int status, String body) {
      assertKind(FailureKind.TOO_LONG, status, body.replace('\'', '"'));
    }

    @Test
    void butNotWhereTheWordsAreOfARate() {
      assertKind(
          FailureKind.BAD_REQUEST, 400, "{\"error\":\"context window budget: tokens per minute\"}");
    }
  }

  @Nested
  class RefusedForItsContentIsFiltered {
    @ParameterizedTest
    @ValueSource(strings = {"content_filter", "content_policy_violation", "refusal"})
    void byTheCode(String code) {
      assertKind(FailureKind.FILTERED, 400, openai("No.", "invalid_request_error", code));
    }
  }

  @Test
  void aServerThatStillLoadsIsLoading() {
    assertKind(
        FailureKind.LOADING,
        503,
        "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 424, 499, 500, 501, 502, 504, 520, 524})
  void aServersFaultIsServer(int status) {
    assertKind(FailureKind.SERVER, status, "");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 411, 413, 415, 418, 422, 431})
  void aWrongRequestIsBadRequest(int status) {
    assertKind(FailureKind.BAD_REQUEST, status, "{\"error\":{\"message\":\"wrong\"}}");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 304, 307, 308, 399})
  void aRedirectIsAFaultAndNotFollowed(int status) {
    var failure = read(status, "<html><title>Moved</title></html>");

    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER);
    assertThat(failure.message()).contains("" + status, "redirect is not followed");
  }

  @Nested
  class WhatTheProviderSaysOfAnotherTryIsBelieved {
    @Test
    void aFourHundredThatIsRetryableIsAnOverload() {
      assertKind(
          FailureKind.OVERLOAD,
          400,
          "{\"error\":{\"message\":\"x\",\"availability\":{\"retryable\":true}}}");
    }

    @Test
    void aBusyServerThatIsNotRetryableIsAFault() {
      assertKind(
          FailureKind.SERVER,
          503,
          "{\"error\":{\"message\":\"x\",\"metadata\":{\"availability\":{\"retryable\":false}}}}");
    }
  }

  @Nested
  class InsideA200 {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "AUTH|{'error':{'message':'x','code':401}}",
          "CREDITS|{'error':{'message':'x','code':'402'}}",
          "RATE|{'error':{'message':'x','code':'429'}}",
          "RATE|{'error':{'message':'x','type':'rate_limit_error'}}",
          "OVERLOAD|{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}",
          "OVERLOAD|{'error':'server busy, please try again.'}",
          "OVERLOAD|{'error':{'message':'x','type':'service_unavailable_error'}}",
          "LOADING|{'error':{'message':'Loading model','type':'unavailable_error'}}",
          "NOT_FOUND|{'error':'model `x` not found'}",
          "NOT_FOUND|{'error':{'type':'not_found_error','message':'model: x'}}",
          "TOO_LONG|{'error':{'object':'error','message':'maximum context length is 8','code':400}}",
          "BAD_REQUEST|{'error':{'message':'x','code':400}}",
          "BAD_REQUEST|{'error':{'message':'x','type':'invalid_request_error'}}",
          "BAD_REQUEST|{'error':{'message':'x','metadata':{'error_type':'image_too_large'}}}",
          "AUTH|{'error':{'message':'x','code':'invalid_api_key'}}",
          "AUTH|{'error':'unauthorized'}",
          "SERVER|{'error':{'message':'x','code':'server_error'}}",
          "SERVER|{'error':{'message':'x','code':200}}",
          "SERVER|{'error':'llama runner process has terminated'}",
          "SERVER|{'error':true}",
          "SERVER|{'choices':[{'error':{'message':'x','code':502},'finish_reason':'error'}]}",
          "SERVER|{'error':'Incomplete','error_type':'incomplete_generation'}",
          "FILTERED|{'choices':[{},{'error':{'code':'content_filter'}}]}",
          "RATE|[{'error':{'code':429,'message':'x','status':'RESOURCE_EXHAUSTED'}}]"
        })
    void theBodyIsTheStatus(FailureKind kind, String json) {
      assertThat(inside200(json.replace('\'', '"')).kind()).isEqualTo(kind);
    }
  }
}
