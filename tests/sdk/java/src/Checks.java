import com.stripe.Stripe;
import java.util.List;
import java.util.Map;

/** The official Java SDK, unmodified, against a server: the checks of ../README.md, a line for each that holds. Usage: java Checks BURSAR RECEIVER */
class Checks {
    interface Check {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Sdk.open(arguments[0], arguments[1]);
        System.out.println("sdk java " + Stripe.VERSION);
        for (var checks : List.of(Flows.ALL, Webhooks.ALL, Pages.ALL, Refusals.ALL, Retries.ALL, Asking.ALL))
            for (Map.Entry<String, Check> check : checks.entrySet()) {
                check.getValue().run();
                System.out.println("ok " + check.getKey());
            }
    }
}
