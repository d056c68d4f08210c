#include "invariants.hpp"

#include "ledger/ledger.hpp"

namespace bursar::simulation {

std::vector<std::string> broken_ledger(World& world) { return ledger::broken_invariants(*world.engine.read()); }

std::vector<std::string> broken_balance(World& world, std::string const& key, std::string const& account) {
    std::map<std::string, std::int64_t> shown, recorded;
    auto balance = world.get(key, "/v1/balance", account);
    CHECK(balance.ok());
    for (auto side : {"available", "pending"})
        for (auto const& part : balance.body.at(side).as_array())
            shown[std::string(text_at(part.as_object(), "currency"))] += integer_at(part.as_object(), "amount");
    for (auto const& transaction : world.list(key, "/v1/balance_transactions", account)) {
        recorded[std::string(text_at(transaction, "currency"))] += integer_at(transaction, "net");
        if (integer_at(transaction, "net") != integer_at(transaction, "amount") - integer_at(transaction, "fee"))
            return {std::string(text_at(transaction, "id")) + ": net is not amount less fee"};
    }
    std::vector<std::string> wrong;
    for (auto const& [currency, sum] : recorded)
        if (shown[currency] != sum)
            wrong.push_back("the balance of " + (account.empty() ? "the platform" : account) + " shows " +
                            std::to_string(shown[currency]) + " " + currency + ", its transactions sum to " +
                            std::to_string(sum));
    return wrong;
}

namespace {

using Told = std::map<std::string, int>;  // "payment_intent.succeeded pi_1" -> how often

struct Rule {
    char const* path;
    bool (*applies)(json::object const&);
    char const* event;
};

bool has_status(json::object const& object, std::string_view status) { return text_at(object, "status") == status; }
bool is_true(json::object const& object, char const* field) {
    auto const* value = object.if_contains(field);
    return value && value->is_bool() && value->get_bool();
}

// For objects to which the left applies, the right was told exactly once; for all others never.
constexpr Rule kRules[] = {
    {"/v1/payment_intents", [](auto const&) { return true; }, "payment_intent.created"},
    {"/v1/payment_intents", [](auto const& o) { return has_status(o, "succeeded"); }, "payment_intent.succeeded"},
    {"/v1/payment_intents", [](auto const& o) { return has_status(o, "canceled"); }, "payment_intent.canceled"},
    {"/v1/charges", [](auto const& o) { return has_status(o, "succeeded") && text_at(o, "id").starts_with("ch_"); },
     "charge.succeeded"},
    {"/v1/charges", [](auto const& o) { return has_status(o, "failed"); }, "charge.failed"},
    {"/v1/disputes", [](auto const&) { return true; }, "charge.dispute.created"},
    {"/v1/disputes",
     [](auto const& o) { return has_status(o, "won") || has_status(o, "lost") || has_status(o, "warning_closed"); },
     "charge.dispute.closed"},
    {"/v1/transfers", [](auto const&) { return true; }, "transfer.created"},
    {"/v1/payouts", [](auto const&) { return true; }, "payout.created"},
    {"/v1/payouts", [](auto const& o) { return has_status(o, "paid"); }, "payout.paid"},
    {"/v1/payouts", [](auto const& o) { return has_status(o, "canceled"); }, "payout.canceled"},
};

}  // namespace

std::vector<std::string> broken_history(World& world, std::string const& key, std::string const& account) {
    Told told;
    for (auto const& event : world.list(key, "/v1/events", account)) {
        auto const& object = event.at("data").as_object().at("object").as_object();
        ++told[std::string(text_at(event, "type")) + ' ' + std::string(text_at(object, "id"))];
    }
    std::vector<std::string> wrong;
    std::map<std::string, std::vector<json::object>> lists;
    for (auto const& rule : kRules) {
        auto& objects = lists[rule.path];
        if (objects.empty()) objects = world.list(key, rule.path, account);
        for (auto const& object : objects) {
            auto id = std::string(text_at(object, "id"));
            if (std::string_view(rule.event).starts_with("charge.") && !id.starts_with("ch_") && !id.starts_with("d"))
                continue;  // what a transfer or a bank debit makes is told otherwise
            int times = told[std::string(rule.event) + ' ' + id], due = rule.applies(object) ? 1 : 0;
            if (times != due)
                wrong.push_back(id + " (" + std::string(text_at(object, "status")) + "): " + rule.event + " was told " +
                                std::to_string(times) + " times instead of " + std::to_string(due));
            if (is_true(object, "refunded") !=
                    (integer_at(object, "amount_refunded") > 0 &&
                     integer_at(object, "amount_refunded") == integer_at(object, "amount")) &&
                std::string_view(rule.path) == "/v1/charges")
                wrong.push_back(id + ": `refunded` and amount_refunded do not agree");
        }
    }
    return wrong;
}

}  // namespace bursar::simulation
