#include "api/answers.hpp"

#include <algorithm>

#include "api/page.hpp"
#include "api/search.hpp"

namespace bursar::api {

namespace {

struct Exception {
    std::string_view path;  // and all below it, where none that is longer fits
    std::array<std::string_view, 3> kinds = {};
};

constexpr Exception kExceptions[] = {
    {"/dashboard/api/requests"},
    {"/dashboard/api/webhook_endpoints", {"webhook_endpoint"}},
    {"/oauth/deauthorize"},
    {"/v1/account_sessions"},
    {"/v1/accounts/:account/external_accounts", {"bank_account", "card"}},
    {"/v1/application_fees/:id/refunds", {"fee_refund"}},
    {"/v1/charges/:charge/refund", {"charge"}},
    {"/v1/checkout/sessions/:id/line_items", {"item"}},
    {"/v1/customers/:customer/bank_accounts", {"bank_account", "card", "source"}},
    {"/v1/customers/:customer/cards", {"bank_account", "card", "source"}},
    {"/v1/customers/:customer/payment_methods", {"payment_method"}},
    {"/v1/customers/:customer/sources", {"bank_account", "card", "source"}},
    {"/v1/elements/linked_accounts"},
    {"/v1/elements/payment_intents"},
    {"/v1/elements/payment_methods"},
    {"/v1/elements/setup_intents"},
    {"/v1/payment_methods", {"payment_method"}},
    {"/v1/transfers/:id/reversals", {"transfer_reversal"}},
};
// Of routes that stand in a table without a kind.
constexpr Exception kParts[] = {
    {"/v1/charges", {"charge"}},
    {"/v1/checkout/sessions", {"checkout.session"}},
    {"/v1/payment_intents", {"payment_intent"}},
};
// Lists that are short and take no Page, and what else is not as it looks.
constexpr std::string_view kShortLists[] = {"/v1/accounts/:account/capabilities",
                                            "/v1/checkout/sessions/:id/line_items"};
constexpr std::string_view kStream = "/dashboard/api/stream";

bool is_at(std::string_view pattern, std::string_view path) {
    return pattern.starts_with(path) && (pattern.size() == path.size() || pattern[path.size()] == '/');
}

Exception const* find(std::span<Exception const> table, std::string_view pattern) {
    auto found = std::ranges::find_if(table, [&](auto const& one) { return is_at(pattern, one.path); });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace

bool reads(Route const& route, Fields (*table)()) {
    return std::ranges::find(route.parameters, table) != route.parameters.end();
}

Answer answer_of(Route const& route, ResourceType const& type) {
    if (route.access == Access::anyone) return {Answer::Form::page};
    if (route.pattern == kStream) return {Answer::Form::stream};
    Answer out;
    auto const* exception = find(kExceptions, route.pattern);
    if (!exception && type.object.empty()) exception = find(kParts, route.pattern);
    if (exception)
        std::ranges::copy_if(exception->kinds, std::back_inserter(out.kinds), [](auto kind) { return !kind.empty(); });
    else if (!type.object.empty())
        out.kinds = {type.object};
    if (route.method == "DELETE" && !out.kinds.empty())
        out.form = Answer::Form::deleted;
    else if (reads(route, fields_of<SearchParams>))
        out.form = Answer::Form::search;
    else if (route.method == "GET" && (reads(route, fields_of<Page>) || std::ranges::count(kShortLists, route.pattern)))
        out.form = Answer::Form::list;
    return out;
}

}  // namespace bursar::api
