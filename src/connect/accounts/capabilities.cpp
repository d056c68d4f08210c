// Capabilities: what an account may do, each with what stands in its way.
#include "connect/accounts/params.hpp"
#include "connect/accounts/requirements.hpp"

namespace bursar::accounts {

using namespace api;

json::object capability_of(Account const& account, std::string const& name) {
    auto status = text_at(account.capabilities.value.as_object(), name);
    auto requirements = account.requirements ? account.requirements->value.as_object() : empty_requirements();
    auto future = empty_requirements();
    return {{"id", name},
            {"object", "capability"},
            {"account", account.id},
            {"future_requirements", future},
            {"requested", !status.empty()},
            {"requested_at", status.empty() ? json::value(nullptr) : json::value(account.created)},
            {"requirements", requirements},
            {"status", status.empty() ? std::string_view("unrequested") : status}};
}

namespace {

Result<Reply> list_capabilities(Tx& tx, std::string id) {
    TRY(auto account, account_in_path(tx, id));
    json::array data;
    for (auto const& [name, status] : account.capabilities.value.as_object())
        data.push_back(capability_of(account, std::string(name)));
    return Reply{200, to_text(json::object{{"object", "list"},
                                           {"data", std::move(data)},
                                           {"has_more", false},
                                           {"url", "/v1/accounts/" + id + "/capabilities"}})};
}

Result<Reply> retrieve_capability(Tx& tx, std::string id, std::string name) {
    TRY(auto account, account_in_path(tx, id));
    if (!is_capability(name)) return no_such("capability", name, "capability", 404);
    return Reply{200, to_text(capability_of(account, name))};
}

struct CapabilityParams {
    std::optional<bool> requested;
};
FIELDS(CapabilityParams, requested);

Result<Reply> update_capability(Tx& tx, std::string id, std::string name, CapabilityParams p) {
    TRY(auto account, account_in_path(tx, id));
    if (!is_capability(name)) return no_such("capability", name, "capability", 404);
    auto before = account;
    Params change;
    if (p.requested)
        change.capabilities = Patch<Capabilities>{json::object{{name, json::object{{"requested", *p.requested}}}}};
    TRY_DO(apply_capabilities(account, change));
    save(tx, before, account);
    verify_later(tx, account);
    return Reply{200, to_text(capability_of(account, name))};
}

constexpr Route kRoutes[] = {
    api::get<list_capabilities>("/v1/accounts/:account/capabilities"),
    api::get<retrieve_capability>("/v1/accounts/:account/capabilities/:capability"),
    post<update_capability>("/v1/accounts/:account/capabilities/:capability"),
};

}  // namespace

ResourceType const kCapabilities{.object = "capability", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::accounts
