import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.ChargeListParams;
import com.stripe.param.PaymentIntentCreateParams;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes wrong is tried again by the SDK, under the same key: the customer is charged once. */
class Retries extends Sdk {
    static final Map<String, Checks.Check> ALL = new LinkedHashMap<>();

    static int charges() throws Exception {
        return stripe.charges().list(ChargeListParams.builder().setLimit(100L).build()).getData().size();
    }

    interface Send {
        PaymentIntent send(PaymentIntentCreateParams params) throws StripeException;
    }

    /** What an application has to do itself when the connection was closed: this SDK tries again after time-outs and answers only. */
    // [again]
    static PaymentIntent again(PaymentIntentCreateParams params) throws StripeException {
        var key = RequestOptions.builder().setIdempotencyKey(letters()).build();
        for (int left = 3;; --left) {
            try {
                return stripe.paymentIntents().create(params, key);
            } catch (ApiConnectionException problem) {
                if (left == 0) throw problem;
            }
        }
    }
    // [/again]

    static void paidOnce(Send by, String fault) throws Exception {
        int before = charges();
        orderFault("path=/v1/payment_intents&method=POST&" + fault);
        equal(by.send(payment(p -> {})).getStatus(), "succeeded");
        equal(charges(), before + 1);
        equal(ask(bursar + "/_bursar/faults", null).getAsJsonObject().get("data").getAsJsonArray().size(), 0);
    }

    static {
        ALL.put("retry_server_error", () -> {
            paidOnce(params -> stripe.paymentIntents().create(params), "kind=server_error&at=before&count=2");
            paidOnce(params -> stripe.paymentIntents().create(params), "kind=server_error&at=after&count=2");
        });
        ALL.put("retry_drop", () -> {
            paidOnce(Retries::again, "kind=drop&at=before&count=2");
            paidOnce(Retries::again, "kind=drop&at=after&count=2");
        });
        ALL.put("retry_lock", () -> paidOnce(params -> stripe.paymentIntents().create(params), "kind=lock_timeout&count=2"));
        ALL.put("retry_delay", () -> {
            var impatient = client(bursar, KEY).setReadTimeout(700).build().v1();
            paidOnce(params -> impatient.paymentIntents().create(params), "kind=delay&delay=1200");
        });
    }
}
