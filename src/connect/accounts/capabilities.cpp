// Capabilities: what an account may do, each with what stands in its way.
#include "api/errors.hpp"
#include "connect/accounts/params.hpp"

namespace bursar::accounts {

using namespace api;

Omitted<CapabilityLife>* capability_named(Capabilities& capabilities, std::string_view name) {
    for (auto const& field : fields_of<Capabilities>())
        if (field.name == name) return static_cast<Omitted<CapabilityLife>*>(field.in(&capabilities));
    return nullptr;
}
Omitted<CapabilityLife> const* capability_named(Capabilities const& capabilities, std::string_view name) {
    return capability_named(const_cast<Capabilities&>(capabilities), name);
}

void request(Capabilities& capabilities, std::string_view name) {
    auto* capability = capability_named(capabilities, name);
    MUST(capability);
    if (*capability) return;
    capability->value.emplace();
    capability->value->take(CapabilityStep::request);
}

void ask(Capabilities& capabilities, std::string_view name, bool requested) {
    if (requested)
        request(capabilities, name);
    else
        *capability_named(capabilities, name) = {};
}

void ask(Capabilities& capabilities, AskedCapabilities const& asked) {
    [&]<class... All>(Members<All...>) {
        (
            [&] {
                auto const& one = All::of(asked);
                if (one && one->requested) ask(capabilities, All::name, *one->requested);
            }(),
            ...);
    }(field_members(&asked));
}

std::vector<RequestedCapability> requested_of(Capabilities& capabilities) {
    std::vector<RequestedCapability> out;
    for (auto const& field : fields_of<Capabilities>())
        if (auto* one = static_cast<Omitted<CapabilityLife>*>(field.in(&capabilities)); *one)
            out.push_back({field.name, &**one});
    return out;
}

bool any_requested(Capabilities const& capabilities) {
    return !requested_of(const_cast<Capabilities&>(capabilities)).empty();
}

Capability capability_of(Account const& account, std::string_view name) {
    Capability out{.id = std::string(name)};
    out.account = account.id;
    if (account.requirements) out.requirements = *account.requirements;
    auto const* asked = capability_named(account.capabilities, name);
    if (asked && *asked) {
        out.requested = true;
        out.requested_at = account.created;
        out.status = **asked;
    }
    return out;
}

namespace {

struct CapabilityList {
    std::string object = "list";
    std::vector<Capability> data;
    bool has_more = false;
    std::string url;
};
FIELDS(CapabilityList, object, data, has_more, url);

Result<Reply> list_capabilities(Tx& tx, std::string id) {
    TRY(auto account, account_in_path(tx, id));
    CapabilityList list{.url = "/v1/accounts/" + id + "/capabilities"};
    for (auto const& capability : requested_of(account.capabilities))
        list.data.push_back(capability_of(account, capability.name));
    return reply_with(list);
}

Result<Reply> retrieve_capability(Tx& tx, std::string id, std::string name) {
    TRY(auto account, account_in_path(tx, id));
    if (!capability_named(account.capabilities, name)) return no_such("capability", name, "capability", 404);
    return reply_with(capability_of(account, name));
}

struct CapabilityParams {
    std::optional<bool> requested;
};
FIELDS(CapabilityParams, requested);

Result<Reply> update_capability(Tx& tx, std::string id, std::string name, CapabilityParams p) {
    TRY(auto account, account_in_path(tx, id));
    if (!capability_named(account.capabilities, name)) return no_such("capability", name, "capability", 404);
    auto before = account;
    if (p.requested) ask(account.capabilities, name, *p.requested);
    TRY_DO(check_capabilities(account));
    save(tx, before, account);
    verify_later(tx, account);
    return reply_with(capability_of(account, name));
}

constexpr Route kRoutes[] = {
    api::get<list_capabilities>("/v1/accounts/:account/capabilities"),
    api::get<retrieve_capability>("/v1/accounts/:account/capabilities/:capability"),
    post<update_capability>("/v1/accounts/:account/capabilities/:capability"),
};

constexpr auto kExpandable = expandable_of<Capability>({
    {"account", "account"},
});

}  // namespace

ResourceType const kCapabilities{.object = "capability",
                                 .routes = kRoutes,
                                 .expandable = kExpandable,
                                 .versions = kCapabilityVersions,
                                 .shape = fields_of<Capability>};

}  // namespace bursar::accounts
