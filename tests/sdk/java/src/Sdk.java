import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.stripe.StripeClient;
import com.stripe.StripeClient.StripeClientBuilder;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.AccountCreateParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.service.V1Services;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Consumer;

/** The SDK as an application sets it up, and what the checks have in common. */
class Sdk {
    static final String KEY = "sk_test_" + letters();
    static String bursar, receiver;
    static V1Services stripe;

    // [point]
    static StripeClientBuilder client(String bursar, String key) {
        return StripeClient.builder().setApiKey(key).setApiBase(bursar).setConnectBase(bursar).setFilesBase(bursar).setMaxNetworkRetries(3);
    }
    // [/point]

    static void open(String bursar, String receiver) {
        Sdk.bursar = bursar;
        Sdk.receiver = receiver;
        stripe = client(bursar, KEY).build().v1();
    }

    static String letters() {
        var bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static void equal(Object is, Object wanted) {
        if (!Objects.equals(is, wanted)) throw new AssertionError(is + " is not " + wanted);
    }

    static RequestOptions on(String account) {
        return RequestOptions.builder().setStripeAccount(account).build();
    }

    static PaymentIntentCreateParams payment(Consumer<PaymentIntentCreateParams.Builder> more) {
        var automatic = PaymentIntentCreateParams.AutomaticPaymentMethods.builder()
                .setEnabled(true).setAllowRedirects(PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects.NEVER).build();
        var params = PaymentIntentCreateParams.builder()
                .setAmount(2000L).setCurrency("usd").setPaymentMethod("pm_card_visa").setConfirm(true).setAutomaticPaymentMethods(automatic);
        more.accept(params);
        return params.build();
    }

    static PaymentIntent pay(Consumer<PaymentIntentCreateParams.Builder> more) throws Exception {
        return stripe.paymentIntents().create(payment(more));
    }

    static String seller() throws Exception {
        return stripe.accounts().create(AccountCreateParams.builder()
                .setType(AccountCreateParams.Type.STANDARD).setCountry("US").setEmail("seller@example.com").build()).getId();
    }

    record Saved(String customer, String card) {}

    /** A customer of the platform, and the card that a SetupIntent saved for it. */
    static Saved customerWithCard() throws Exception {
        var customer = stripe.customers().create(CustomerCreateParams.builder().setEmail("jenny@example.com").build()).getId();
        var automatic = SetupIntentCreateParams.AutomaticPaymentMethods.builder()
                .setEnabled(true).setAllowRedirects(SetupIntentCreateParams.AutomaticPaymentMethods.AllowRedirects.NEVER).build();
        var setup = stripe.setupIntents().create(SetupIntentCreateParams.builder()
                .setCustomer(customer).setPaymentMethod("pm_card_visa").setConfirm(true).setAutomaticPaymentMethods(automatic).build());
        equal(setup.getStatus(), "succeeded");
        return new Saved(customer, setup.getPaymentMethod());
    }

    /** The SDK's exception of just this class. */
    static <E extends Exception> E refused(Class<E> kind, Checks.Check check) {
        try {
            check.run();
        } catch (Exception problem) {
            if (problem.getClass() == kind) return kind.cast(problem);
            throw new AssertionError("not a " + kind, problem);
        }
        throw new AssertionError("no " + kind);
    }

    static JsonElement ask(String url, String form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + KEY).header("Content-Type", "application/x-www-form-urlencoded");
        if (form != null) request.POST(HttpRequest.BodyPublishers.ofString(form));
        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        equal(answer.statusCode(), 200);
        return JsonParser.parseString(answer.body());
    }

    static void orderFault(String form) throws Exception {
        ask(bursar + "/_bursar/faults", form);
    }
}
