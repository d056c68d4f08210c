import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.Webhook;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointCreateParams.ApiVersion;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Deliveries that the server really sent, believed or refused by the SDK. */
class Webhooks extends Sdk {
    static final Map<String, Checks.Check> ALL = new LinkedHashMap<>();

    record Delivery(String body, String signature, String secret, String paid) {}

    // [endpoint]
    static WebhookEndpointCreateParams hook(String url, ApiVersion version) { // the SDK's own: ApiVersion.VERSION_2026_07_29_DAHLIA
        return WebhookEndpointCreateParams.builder().setUrl(url).setApiVersion(version).addEnabledEvent(EnabledEvent.PAYMENT_INTENT__SUCCEEDED).build();
    }
    // [/endpoint]

    /** What a payment of now made arrive at an endpoint. */
    static Delivery delivery(ApiVersion version) throws Exception {
        var at = receiver + "/" + letters();
        var endpoint = stripe.webhookEndpoints().create(hook(at, version));
        var paid = pay(p -> p.putMetadata("order", "6735 ☕"));
        var there = ask(at, null).getAsJsonArray().get(0).getAsJsonObject();
        stripe.webhookEndpoints().delete(endpoint.getId());
        return new Delivery(there.get("body").getAsString(), there.get("signature").getAsString(), endpoint.getSecret(), paid.getId());
    }

    static {
        ALL.put("webhook_signature", () -> {
            var d = delivery(ApiVersion.VERSION_2026_07_29_DAHLIA);
            String payload = d.body, header = d.signature, secret = d.secret;
            // [event]
            var event = Webhook.constructEvent(payload, header, secret);
            var object = event.getDataObjectDeserializer().getObject(); // empty: of another version than the SDK's
            // [/event]
            var paid = (PaymentIntent) object.get();
            equal(event.getType(), "payment_intent.succeeded");
            equal(paid.getId(), d.paid);
            equal(paid.getMetadata().get("order"), "6735 ☕");
        });
        ALL.put("webhook_wrong_secret", () -> {
            var d = delivery(ApiVersion.VERSION_2026_07_29_DAHLIA);
            refused(SignatureVerificationException.class, () -> Webhook.constructEvent(d.body, d.signature, "whsec_of_another_endpoint"));
            refused(SignatureVerificationException.class, () -> Webhook.constructEvent(d.body.replace("2000", "2001"), d.signature, d.secret));
        });
        ALL.put("webhook_old_timestamp", () -> {
            var d = delivery(ApiVersion.VERSION_2026_07_29_DAHLIA);
            Thread.sleep(2100);
            refused(SignatureVerificationException.class, () -> Webhook.constructEvent(d.body, d.signature, d.secret, 1));
        });
        ALL.put("webhook_other_version", () -> {
            var d = delivery(ApiVersion.VERSION_2023_10_16);
            var event = Webhook.constructEvent(d.body, d.signature, d.secret);
            equal(event.getApiVersion(), "2023-10-16");
            equal(event.getDataObjectDeserializer().getObject().isPresent(), false);
            // [ignore]
            var object = event.getDataObjectDeserializer().deserializeUnsafe();
            // [/ignore]
            equal(((PaymentIntent) object).getId(), d.paid);
        });
    }
}
