#include "intents/authentications/authentication.hpp"

namespace bursar::authentications {

using api::Tx;

namespace {

std::string uuid(Tx& tx) {
    auto bits = [&] { return tx.environment().random.bits(); };
    char text[40];
    std::snprintf(text, sizeof text, "%08x-%04x-4%03x-a%03x-%012llx", static_cast<unsigned>(bits()),
                  static_cast<unsigned>(bits() & 0xffff), static_cast<unsigned>(bits() & 0xfff),
                  static_cast<unsigned>(bits() & 0xfff), static_cast<unsigned long long>(bits() & 0xffffffffffffull));
    return text;
}

json::object for_the_library(Tx& tx, Authentication const& a, Wanted const& wanted, std::string const& url) {
    if (!wanted.three_d_secure_2)
        return {{"type", "use_stripe_sdk"},
                {"use_stripe_sdk",
                 json::object{{"source", a.id}, {"stripe_js", url}, {"type", "three_d_secure_redirect"}}}};
    auto server = wanted.brand == "amex" ? std::string("american_express") : wanted.brand;
    json::object encryption{{"algorithm", "RSA"},
                            {"certificate", ""},
                            {"directory_server_id", "A000000003"},
                            {"root_certificate_authorities", json::array()}};
    return {{"type", "use_stripe_sdk"},
            {"use_stripe_sdk", json::object{{"directory_server_encryption", encryption},
                                            {"directory_server_name", server},
                                            {"merchant", tx.caller().account_id},
                                            {"one_click_authn", nullptr},
                                            {"server_transaction_id", uuid(tx)},
                                            {"stripe_js", url},
                                            {"three_d_secure_2_source", a.id},
                                            {"three_ds_method_url", ""},
                                            {"three_ds_optimizations", "kf"},
                                            {"type", "stripe_3ds2_fingerprint"}}}};
}

}  // namespace

Begun begin(Tx& tx, Wanted const& wanted) {
    Authentication a{.id = tx.fresh_id<Authentication>()};
    a.client_secret = "src_client_secret_" + tx.letters(24);
    a.created = tx.now();
    a.intent = wanted.intent;
    if (!wanted.use_stripe_sdk) a.return_url = wanted.return_url;
    tx.insert(a);
    auto url = tx.environment().base_url + "/redirect/authenticate/" + a.id + "?client_secret=" + a.client_secret;
    if (wanted.return_url && !wanted.use_stripe_sdk)
        return {a,
                {{"redirect_to_url", json::object{{"return_url", *wanted.return_url}, {"url", url}}},
                 {"type", "redirect_to_url"}}};
    return {a, for_the_library(tx, a, wanted, url)};
}

void supersede(Tx& tx, std::string const& id) {
    auto a = tx.find<Authentication>(id);
    if (!a || !a->status.can(Step::supersede)) return;
    a->status.take(Step::supersede);
    tx.update(*a);
}

}  // namespace bursar::authentications
