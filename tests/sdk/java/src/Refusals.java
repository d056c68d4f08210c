import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.RateLimitException;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each refusal is the SDK's own class, with what the caller needs to know. */
class Refusals extends Sdk {
    static final Map<String, Checks.Check> ALL = new LinkedHashMap<>();

    static {
        ALL.put("error_card", () -> {
            var error = refused(CardException.class, () -> pay(p -> p.setPaymentMethod("pm_card_visa_chargeDeclinedInsufficientFunds")));
            equal(List.of(error.getStatusCode(), error.getCode(), error.getDeclineCode()), List.of(402, "card_declined", "insufficient_funds"));
            equal(error.getStripeError().getPaymentIntent().getStatus(), "requires_payment_method");
        });
        ALL.put("error_invalid_request", () -> {
            var error = refused(InvalidRequestException.class,
                    () -> stripe.paymentIntents().create(PaymentIntentCreateParams.builder().setAmount(-1L).setCurrency("usd").build()));
            equal(List.of(error.getStatusCode(), error.getParam(), error.getCode()), List.of(400, "amount", "parameter_invalid_integer"));
            error = refused(InvalidRequestException.class, () -> stripe.customers().retrieve("cus_nobody"));
            equal(List.of(error.getStatusCode(), error.getParam(), error.getCode()), List.of(404, "id", "resource_missing"));
        });
        ALL.put("error_authentication", () -> {
            var error = refused(AuthenticationException.class, () -> client(bursar, "sk_test_no").build().v1().customers().list());
            equal(error.getStatusCode(), 401);
        });
        ALL.put("error_permission", () -> {
            var error = refused(PermissionException.class, () -> stripe.customers().list(on("acct_1000000000000000")));
            equal(List.of(error.getStatusCode(), error.getCode()), List.of(403, "account_invalid"));
        });
        ALL.put("error_idempotency", () -> {
            var same = RequestOptions.builder().setIdempotencyKey(letters()).build();
            stripe.customers().create(CustomerCreateParams.builder().setEmail("a@example.com").build(), same);
            var error = refused(IdempotencyException.class, () -> stripe.customers().create(CustomerCreateParams.builder().setEmail("b@example.com").build(), same));
            equal(error.getStatusCode(), 400);
        });
        ALL.put("error_rate_limit", () -> {
            orderFault("kind=rate_limit&path=/v1/customers");
            var error = refused(RateLimitException.class, () -> stripe.customers().create());
            equal(List.of(error.getStatusCode(), error.getCode()), List.of(429, "rate_limit"));
        });
    }
}
