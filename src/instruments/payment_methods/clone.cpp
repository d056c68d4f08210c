#include "instruments/payment_methods/clone.hpp"

namespace bursar::payment_methods {

using namespace api;

namespace {

// Steps 4 to 6: the original, among what the platform owns, and the right customer with it.
Result<PaymentMethod> original_of(Tx& platform, CloneParams const& params) {
    auto original = in_param(platform, params.payment_method);
    if (!original) return no_such("PaymentMethod", params.payment_method, "payment_method");
    if (params.customer && !platform.is_usable("customer", *params.customer))
        return no_such("customer", *params.customer, "customer");
    if (original->customer && !params.customer)
        return refuse("", "",
                      "The payment method you provided is attached to a customer so for security purposes you must "
                      "provide the customer in the request.");
    if (params.customer && original->customer != params.customer && !original->is_dead())
        return refuse("", "payment_method",
                      "The customer does not have a payment method with the ID " + original->id +
                          ". The payment method must be attached to the customer.");
    return original;
}

// Steps 8 to 10.
Result<void> check_shareable(PaymentMethod const& original) {
    TRY_DO(check_usable(original));
    if (original.type != "card" && original.type != "us_bank_account")
        return refuse("payment_method_unsupported_type", "payment_method",
                      "PaymentMethods of type " + original.type +
                          " cannot be shared with connected accounts. Cloning supports PaymentMethods of type card or "
                          "us_bank_account.");
    if (auto const& account = *original.bank_credential; account && (!account->verified || account->blocked))
        return refuse("bank_account_unverified", "payment_method",
                      "The bank account must be verified before it can be shared with a connected account.");
    return {};
}

}  // namespace

Result<PaymentMethod> clone(Tx& tx, CloneParams const& params) {
    if (!tx.caller().on_connected())
        return refuse("", "",
                      "In order to share a PaymentMethod, you must pass a connected account ID by using an OAuth key "
                      "or the Stripe-Account header.");
    Tx platform = tx.at_platform();
    TRY(auto original, original_of(platform, params));
    TRY_DO(check_shareable(original));
    if (params.type && *params.type != original.type) return refuse_together("payment_method", "payment_method, type");

    PaymentMethod copy = original;
    copy.id = tx.fresh_id<PaymentMethod>();
    copy.created = tx.now();
    copy.customer.reset();
    copy.metadata.clear();
    copy.life = std::string("fresh");
    if (auto& card = *copy.card_credential) card = methods::cloned(tx, *card);
    if (auto& account = *copy.bank_credential) account = methods::cloned(tx, *account);
    if (params.allow_redisplay) copy.allow_redisplay = params.allow_redisplay->text;
    if (params.billing_details) params.billing_details->apply_to(copy.billing_details);
    params.metadata.apply_to(copy.metadata);
    tx.insert(copy);
    if (!original.customer) consume_if_fresh(platform, original);
    return copy;
}

}  // namespace bursar::payment_methods
